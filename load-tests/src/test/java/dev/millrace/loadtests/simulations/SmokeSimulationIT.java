package dev.millrace.loadtests.simulations;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

import dev.millrace.loadtests.gen.GatlingFork;
import dev.millrace.loadtests.gen.GatlingRun;
import dev.millrace.loadtests.process.JavaCommand;
import dev.millrace.loadtests.sut.ForkedServer;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs the smoke simulation against the packaged sample application.
 */
class SmokeSimulationIT {

	private static final Duration TIMEOUT = Duration.ofMinutes(2);

	private final Path directory = Path.of(System.getProperty("build.directory"), "gatling");

	private final JavaCommand sampleApp = JavaCommand.jar(Path.of(System.getProperty("sample-app.jar")));

	@Test
	void sampleApplicationServes200Users() {
		try (ForkedServer server = ForkedServer.startSpringBoot(this.sampleApp,
				this.directory.resolve("sample-app.log"), TIMEOUT)) {
			server.awaitReady("/health", TIMEOUT);
			GatlingRun run = GatlingFork.ofThisClassPath(this.directory)
				.run(SmokeSimulation.class.getName(), Map.of("baseUrl", server.baseUrl().toString()), TIMEOUT);
			assertThat(run.exitCode()).withFailMessage(() -> "See " + run.log()).isZero();
			assertThat(run.report()).isPresent();
		}
	}

}
