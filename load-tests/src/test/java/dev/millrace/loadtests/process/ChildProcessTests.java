package dev.millrace.loadtests.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ChildProcessTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	private static final Pattern READY = Pattern.compile("ready at (\\d+)");

	@TempDir
	private Path directory;

	private Path log;

	@BeforeEach
	void nameLogInAFolderThatDoesNotExist() {
		this.log = this.directory.resolve("logs/child.log");
	}

	@Test
	void awaitsALineOfTheLog() {
		try (ChildProcess process = start("print:starting", "print:ready at 42", "wait:")) {
			assertThat(process.awaitLine(READY, TIMEOUT).group(1)).isEqualTo("42");
			assertThat(process.isAlive()).isTrue();
		}
	}

	@Test
	void findsTheLineOfAProcessThatHasEnded() {
		try (ChildProcess process = start("print:ready at 42", "exit:0")) {
			process.awaitExit(TIMEOUT);
			assertThat(process.awaitLine(READY, TIMEOUT).group(1)).isEqualTo("42");
		}
	}

	@Test
	void reportsExitCodeAndLogWhenTheProcessEndsBeforeTheLine() {
		try (ChildProcess process = start("print:no such database", "exit:3")) {
			assertThatExceptionOfType(LaunchException.class).isThrownBy(() -> process.awaitLine(READY, TIMEOUT))
				.withMessageContaining("exit code 3")
				.withMessageContaining(this.log.toString())
				.withMessageContaining("no such database");
		}
	}

	@Test
	void givesUpWaitingWhenTimeIsUp() {
		Duration timeout = Duration.ofMillis(10);
		try (ChildProcess process = start("wait:")) {
			assertThatExceptionOfType(LaunchException.class).isThrownBy(() -> process.awaitLine(READY, timeout))
				.withMessageContaining("did not log");
			assertThatExceptionOfType(LaunchException.class).isThrownBy(() -> process.awaitExit(timeout))
				.withMessageContaining("did not end");
		}
	}

	@Test
	void returnsTheExitCode() {
		try (ChildProcess process = start("exit:2")) {
			assertThat(process.awaitExit(TIMEOUT)).isEqualTo(2);
		}
	}

	@Test
	void closingEndsTheProcess() {
		ChildProcess process = start("print:ready at 1", "wait:");
		process.awaitLine(READY, TIMEOUT);
		process.close();
		assertThat(process.isAlive()).isFalse();
	}

	@Test
	void closingKillsAProcessThatDoesNotEndWhenAsked() {
		ChildProcess process = ChildProcess.start(TestProgram.command("ignore:", "print:ready at 1", "wait:"),
				this.log);
		process.awaitLine(READY, TIMEOUT);
		process.close(Duration.ofMillis(100));
		process.awaitExit(TIMEOUT);
	}

	@Test
	void processEndsWithTheJvmThatStartedIt() throws Exception {
		try (ChildProcess parent = start("child:" + this.directory.resolve("grandchild.log"), "exit:0")) {
			long pid = Long.parseLong(parent.awaitLine(Pattern.compile("child (\\d+)"), TIMEOUT).group(1));
			parent.awaitExit(TIMEOUT);
			assertThat(ProcessHandle.of(pid).map(ProcessHandle::onExit))
				.satisfies((exit) -> exit.ifPresent((future) -> assertThat(future).succeedsWithin(TIMEOUT)));
		}
	}

	@Test
	void reportsAProgramThatDoesNotExist() {
		assertThatExceptionOfType(LaunchException.class)
			.isThrownBy(() -> ChildProcess.start(List.of("no-such-program"), this.log))
			.withMessageContaining("no-such-program");
	}

	private ChildProcess start(String... steps) {
		return ChildProcess.start(TestProgram.command(steps), this.log);
	}

}
