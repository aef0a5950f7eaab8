package dev.millrace.loadtests.sut;

import java.nio.file.Path;
import java.time.Duration;

import dev.millrace.loadtests.process.JavaCommand;
import dev.millrace.loadtests.process.LaunchException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ForkedServerTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	@TempDir
	private Path directory;

	private Path log;

	@BeforeEach
	void nameLog() {
		this.log = this.directory.resolve("server.log");
	}

	@Test
	void asksSpringBootForAFreePortAndLearnsIt() {
		try (ForkedServer server = ForkedServer.startSpringBoot(TinyServer.command(0), this.log, TIMEOUT)) {
			assertThat(server.baseUrl()).hasHost("127.0.0.1");
			assertThat(server.baseUrl().getPort()).isPositive();
			assertThat(this.log).content().contains("Started with 0 --server.port=0");
		}
	}

	@Test
	void waitsUntilTheServerIsReady() {
		try (ForkedServer server = ForkedServer.startSpringBoot(TinyServer.command(3), this.log, TIMEOUT)) {
			assertThat(server.awaitReady("/health", TIMEOUT)).isSameAs(server);
		}
	}

	@Test
	void reportsAServerThatDoesNotBecomeReady() {
		Duration timeout = Duration.ofMillis(100);
		try (ForkedServer server = ForkedServer.startSpringBoot(TinyServer.command(Integer.MAX_VALUE), this.log,
				TIMEOUT)) {
			assertThatExceptionOfType(LaunchException.class).isThrownBy(() -> server.awaitReady("/health", timeout))
				.withMessageContaining("no status 200 at /health")
				.withMessageContaining("Tiny started");
		}
	}

	@Test
	void leavesNoProcessBehind() {
		long pid;
		try (ForkedServer server = ForkedServer.startSpringBoot(TinyServer.command(0), this.log, TIMEOUT)) {
			pid = server.pid().orElseThrow();
			assertThat(ProcessHandle.of(pid)).isPresent();
		}
		assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
	}

	@Test
	void reportsWhyAServerDidNotStart() {
		JavaCommand command = JavaCommand.jar(this.directory.resolve("missing.jar"));
		assertThatExceptionOfType(LaunchException.class)
			.isThrownBy(() -> ForkedServer.startSpringBoot(command, this.log, TIMEOUT))
			.withMessageContaining("exit code 1")
			.withMessageContaining("missing.jar");
	}

}
