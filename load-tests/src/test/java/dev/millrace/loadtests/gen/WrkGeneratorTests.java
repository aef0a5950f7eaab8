package dev.millrace.loadtests.gen;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class WrkGeneratorTests {

	private static final String OUTPUT = """
			Running 5s test @ http://127.0.0.1:40000/plaintext
			  1 threads and 64 connections
			  Thread Stats   Avg      Stdev     Max   +/- Stdev
			    Latency   550.00us  120.51us   8.14ms   88.12%
			    Req/Sec   112.51k     5.20k  123.25k    72.00%
			  Latency Distribution
			     50%  520.00us
			     75%  610.00us
			     90%  700.00us
			     99%    1.20ms
			  559704 requests in 5.00s, 49.10MB read
			  Socket errors: connect 0, read 3, write 0, timeout 7
			  Non-2xx or 3xx responses: 4
			Requests/sec: 111922.31
			Transfer/sec:      9.82MB
			""";

	private final WrkGenerator wrk = new WrkGenerator(Path.of("/usr/bin/wrk"), 1);

	private final Load load = new Load(URI.create("http://127.0.0.1:40000/plaintext"), 64, Duration.ofSeconds(5));

	@Test
	void readsRequestsErrorsAndTimes() {
		LoadResult result = this.wrk.result(OUTPUT).orElseThrow();
		assertThat(result.requests()).isEqualTo(559_700);
		assertThat(result.rate()).isEqualTo(111_940.0);
		assertThat(result.errors()).isEqualTo(Map.of("read", 3L, "timeout", 7L, "status", 4L));
		assertThat(result.latency()).isNotNull()
			.extracting(Latency::mean, Latency::p50, Latency::p99, Latency::p999)
			.containsExactly(550.0, 520.0, 1200.0, null);
	}

	@Test
	void hasNoResultWhenWrkDidNotGetThatFar() {
		assertThat(this.wrk.result("unable to connect to 127.0.0.1:1 Connection refused")).isEmpty();
	}

	@Test
	void buildsTheCommand() {
		assertThat(this.wrk.command(this.load)).containsExactly("/usr/bin/wrk", "--threads", "1", "--connections", "64",
				"--duration", "5s", "--latency", "http://127.0.0.1:40000/plaintext");
	}

	@Test
	void doesNotPretendToKeepARateOrToPipeline() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.wrk.command(this.load.atRate(10)));
		assertThatIllegalArgumentException().isThrownBy(() -> this.wrk.command(this.load.pipelined(2)));
	}

}
