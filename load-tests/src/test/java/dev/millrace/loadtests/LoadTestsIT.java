package dev.millrace.loadtests;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.millrace.loadtests.process.ChildProcess;
import dev.millrace.loadtests.process.JavaCommand;
import dev.millrace.loadtests.report.ResultFiles;
import dev.millrace.loadtests.report.SuiteResult;
import dev.millrace.loadtests.verdict.Check;
import dev.millrace.loadtests.verdict.Verdict;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The packaged program against the packaged sample application.
 */
class LoadTestsIT {

	private static final Duration TIMEOUT = Duration.ofMinutes(3);

	private final Path directory = Path.of(System.getProperty("build.directory"), "load-tests-it").toAbsolutePath();

	@Test
	void smokeSuitePasses() throws IOException {
		assertThat(run("smoke", "run", "--suite", "smoke")).isZero();
		SuiteResult result = ResultFiles.read(this.directory.resolve("smoke/result.json"));
		assertThat(result.checks()).hasSize(3).extracting(Check::verdict).containsOnly(Verdict.PASS);
		assertThat(this.directory.resolve("smoke/summary.md")).content().contains("the tuning is in force");
		assertThat(this.directory.resolve("smoke/report.html")).isNotEmptyFile();
	}

	@Test
	void aServerWithoutItsTuningIsInvalid() throws IOException {
		assertThat(run("off", "run", "--suite", "smoke", "--server-arg=--millrace.enabled=false")).isEqualTo(2);
		assertThat(ResultFiles.read(this.directory.resolve("off/result.json")).checks()).singleElement()
			.satisfies((check) -> {
				assertThat(check.verdict()).isEqualTo(Verdict.INVALID);
				assertThat(check.reasons()).singleElement().asString().contains("not in force");
			});
	}

	private int run(String name, String... arguments) {
		List<String> all = new ArrayList<>(List.of(arguments));
		all.addAll(List.of("--output", this.directory.resolve(name).toString()));
		List<String> command = JavaCommand.jar(Path.of(System.getProperty("load-tests.jar")))
			.withArguments(all)
			.toList();
		try (ChildProcess process = ChildProcess.start(command, this.directory.resolve(name + ".log"))) {
			return process.awaitExit(TIMEOUT);
		}
	}

}
