package dev.millrace.loadtests.gen;

import dev.millrace.loadtests.gen.Generator.Answers;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class GatlingProgressTests {

	private static final String LOG = """
			================================================================
			2026-11-21 14:43:30 GMT                              5s elapsed
			---- Requests ------|---Total---|-----OK----|----KO----
			> Global            |       180 |       180 |         0
			> use               |       180 |       180 |         0
			================================================================
			2026-11-21 14:43:35 GMT                             10s elapsed
			---- Requests ------|---Total---|-----OK----|----KO----
			> Global            |    18,379 |    18,369 |        10
			> use               |    18,379 |    18,369 |        10
			""";

	@Test
	void readsTheLastTable() {
		assertThat(GatlingProgress.parse(LOG)).contains(new Answers(10, 18_369, 10));
	}

	@Test
	void hasNothingToTellAtFirst() {
		assertThat(GatlingProgress.parse("Simulation started...\n")).isEmpty();
	}

}
