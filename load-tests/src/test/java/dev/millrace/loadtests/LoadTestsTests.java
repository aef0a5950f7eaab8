package dev.millrace.loadtests;

import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class LoadTestsTests {

	@TempDir
	private Path directory;

	@ParameterizedTest
	@ValueSource(strings = { "--bad-flag", "no-such-command", "run", "run --suite nope", "run --suite smoke --rounds x",
			"run --suite smoke --rounds 0", "run --suite smoke --runtime vm", "run --suite compare --runtime container",
			"run --url http://localhost:1", "run --url nonsense --plan load.yaml",
			"run --url http://192.0.2.1 --simulation X", "run --suite smoke --jar missing.jar",
			"run --suite smoke --baseline missing.json" })
	void wrongArgumentsEndWithFour(String line) {
		assertThat(LoadTests.execute(line.split(" "))).isEqualTo(4);
	}

	@Test
	void aServerThatCannotBeStartedEndsWithThree() throws Exception {
		Path jar = this.directory.resolve("broken.jar");
		Files.writeString(jar, "not a jar");
		assertThat(LoadTests.execute("run", "--suite", "smoke", "--sample-app", jar.toString(), "--output",
				this.directory.toString()))
			.isEqualTo(3);
	}

	@Test
	void aUrlWhereNobodyListensEndsWithThree() throws Exception {
		Path plan = this.directory.resolve("load.yaml");
		LoadTests.execute("init", plan.toString());
		String output = this.directory.resolve("result").toString();
		assertThat(
				LoadTests.execute("run", "--url", "http://127.0.0.1:1", "--plan", plan.toString(), "--output", output))
			.isEqualTo(3);
		assertThat(this.directory.resolve("result/summary.md")).content().contains("Nothing listens");
	}

	@Test
	void aBaselineThatIsNoResultEndsWithFour() throws Exception {
		Path file = Files.writeString(this.directory.resolve("result.json"), "{}");
		assertThat(LoadTests.execute("run", "--suite", "smoke", "--baseline", file.toString())).isEqualTo(4);
	}

	@Test
	void initWritesAPlanOnce() {
		Path plan = this.directory.resolve("load.yaml");
		assertThat(LoadTests.execute("init", plan.toString())).isZero();
		assertThat(plan).content().contains("requests:");
		assertThat(LoadTests.execute("init", plan.toString())).isEqualTo(4);
	}

	@Test
	void helpIsNoError() {
		assertThat(LoadTests.execute("--version")).isZero();
		assertThat(LoadTests.execute("--help")).isZero();
		assertThat(LoadTests.execute("run", "--help")).isZero();
	}

}
