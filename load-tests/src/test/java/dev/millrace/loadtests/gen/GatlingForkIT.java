package dev.millrace.loadtests.gen;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import com.sun.net.httpserver.HttpServer;
import dev.millrace.loadtests.simulations.SmokeSimulation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class GatlingForkIT {

	private static final Duration TIMEOUT = Duration.ofMinutes(1);

	@TempDir
	private Path directory;

	private final List<String> requests = new CopyOnWriteArrayList<>();

	private HttpServer server;

	private volatile int status = 200;

	@BeforeEach
	void startServer() throws IOException {
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.server.createContext("/", (exchange) -> {
			this.requests.add(exchange.getRequestURI().getPath());
			exchange.sendResponseHeaders(this.status, -1);
			exchange.close();
		});
		this.server.start();
	}

	@AfterEach
	void stopServer() {
		this.server.stop(0);
	}

	@Test
	void passesAndKeepsTheReportWhenEveryAssertionHolds() {
		GatlingRun run = run(PingSimulation.class, Map.of());
		assertThat(run.log()).content().contains("count of failed events is 0.0 : true");
		assertThat(run.exitCode()).isZero();
		assertThat(run.passed()).isTrue();
		assertThat(run.report()).hasValueSatisfying(
				(report) -> assertThat(report).startsWith(this.directory).hasFileName("index.html").isNotEmptyFile());
		assertThat(this.requests).containsExactly("/ping");
	}

	@Test
	void failsWhenAnAssertionDoesNot() {
		this.status = 500;
		GatlingRun run = run(PingSimulation.class, Map.of());
		assertThat(run.exitCode()).isEqualTo(2);
		assertThat(run.passed()).isFalse();
		assertThat(run.report()).isPresent();
	}

	@Test
	void failsWithoutAReportWhenThereIsNoSuchSimulation() {
		GatlingRun run = new GatlingFork(System.getProperty("java.class.path"), this.directory)
			.run("com.example.NoSuchSimulation", Map.of(), TIMEOUT);
		assertThat(run.exitCode()).isEqualTo(1);
		assertThat(run.report()).isEmpty();
	}

	@Test
	void smokeSimulationFailsOnAServerThatAnswersWrongly() {
		GatlingRun run = run(SmokeSimulation.class, Map.of("users", "2", "seconds", "1"));
		assertThat(run.exitCode()).isEqualTo(2);
		assertThat(this.requests).contains("/plaintext", "/json", "/echo", "/webflux/plaintext", "/slow");
	}

	private GatlingRun run(Class<?> simulation, Map<String, String> properties) {
		Map<String, String> all = new HashMap<>(properties);
		all.put("baseUrl", "http://127.0.0.1:" + this.server.getAddress().getPort());
		return GatlingFork.ofThisClassPath(this.directory).run(simulation.getName(), all, TIMEOUT);
	}

}
