package dev.millrace.loadtests.gen.openloop;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

import dev.millrace.loadtests.gen.Latency;
import dev.millrace.loadtests.gen.Latency.Basis;
import dev.millrace.loadtests.gen.Load;
import dev.millrace.loadtests.gen.LoadResult;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The generator against a small server that can be told to stall.
 */
class OpenLoopTests {

	private static final String ANSWER = "HTTP/1.1 %d X\r\nContent-Length: 2\r\n\r\nok";

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private ServerSocket listener;

	private volatile int status = 200;

	private volatile Duration stall = Duration.ZERO;

	private long stallUntil;

	@BeforeEach
	void listen() throws IOException {
		this.listener = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
		this.threads.execute(() -> {
			try {
				while (true) {
					Socket socket = this.listener.accept();
					this.threads.execute(() -> serve(socket));
				}
			}
			catch (IOException ex) {
				// Closed
			}
		});
	}

	@AfterEach
	void close() throws IOException {
		this.listener.close();
		this.threads.shutdownNow();
	}

	@Test
	void keepsTheRateAndAnswersAll() throws Exception {
		LoadResult result = OpenLoop.run(load(10).atRate(100), 2);
		assertThat(result.errors()).isEmpty();
		assertThat(result.requests()).isBetween(95L, 105L);
		assertThat(result.latency()).isNotNull().extracting(Latency::basis).isEqualTo(Basis.INTENDED);
		assertThat(result.perSecond()).hasSize(1);
		assertThat(result.histogram()).isNotBlank();
	}

	@Test
	void aStallCountsForAllWhoHadToWait() throws Exception {
		this.stall = Duration.ofMillis(700);
		LoadResult result = OpenLoop.run(load(2).atRate(100), 1);
		// On a busy machine some are never sent, which counts as well
		assertThat(result.requests() + result.errorCount()).isBetween(95L, 105L);
		// A closed loop would have noticed two slow requests out of 100
		assertThat(result.latency()).isNotNull()
			.extracting(Latency::p50)
			.asInstanceOf(InstanceOfAssertFactories.DOUBLE)
			.isGreaterThan(50_000);
	}

	@Test
	void runsAClosedLoopWithPipelining() throws Exception {
		LoadResult result = OpenLoop.run(load(2).pipelined(4), 1);
		assertThat(result.errors()).isEmpty();
		assertThat(result.requests()).isGreaterThan(8);
		assertThat(result.latency()).isNotNull().extracting(Latency::basis).isEqualTo(Basis.SENT);
		assertThat(result.slipMillis()).isNull();
	}

	@Test
	void countsAnswersThatAreErrors() throws Exception {
		this.status = 503;
		LoadResult result = OpenLoop.run(load(2).atRate(100), 1);
		assertThat(result.requests()).isZero();
		assertThat(result.errors()).containsKey("status 503");
	}

	@Test
	void countsConnectionsThatAreRefused() throws Exception {
		Load refused = new Load(URI.create("http://127.0.0.1:1/"), 3, Duration.ofMillis(300));
		LoadResult result = OpenLoop.run(refused, 1);
		assertThat(result.requests()).isZero();
		assertThat(result.errors()).containsEntry("connect", 3L);
	}

	private Load load(int connections) {
		URI url = URI.create("http://127.0.0.1:" + this.listener.getLocalPort() + "/path?query");
		return new Load(url, connections, Duration.ofSeconds(1));
	}

	private void stall() {
		synchronized (this) {
			if (this.stallUntil == 0) {
				this.stallUntil = System.nanoTime() + this.stall.toNanos();
			}
		}
		while (System.nanoTime() < this.stallUntil) {
			LockSupport.parkNanos(this.stallUntil - System.nanoTime());
		}
	}

	private void serve(Socket socket) {
		try (socket; InputStream in = socket.getInputStream()) {
			int matched = 0;
			int next = in.read();
			while (next >= 0) {
				matched = (next == "\r\n\r\n".charAt(matched)) ? matched + 1 : ((next == '\r') ? 1 : 0);
				if (matched == 4) {
					matched = 0;
					stall();
					socket.getOutputStream().write(ANSWER.formatted(this.status).getBytes(StandardCharsets.US_ASCII));
				}
				next = in.read();
			}
		}
		catch (IOException ex) {
			// The generator has gone
		}
	}

}
