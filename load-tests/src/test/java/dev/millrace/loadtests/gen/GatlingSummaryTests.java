package dev.millrace.loadtests.gen;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class GatlingSummaryTests {

	private static final String LOG = """
			---- Requests ------|---Total---|-----OK----|----KO----
			> Global            |    11,180 |    11,180 |         0
			================================================================
			---- Global Information ---|---Total---|-----OK----|----KO----
			> request count                       |    12,000 |    11,990 |        10
			> mean response time (ms)             |        44 |        44 |         -
			> response time 50th percentile (ms)  |         7 |         7 |         -
			> response time 99th percentile (ms)  |     1,019 |     1,014 |         -
			> mean throughput (rps)               |  1,000.25 |     1,000 |         -
			---- Response Time Distribution ----------
			""";

	@Test
	void readsTheTableAtTheEnd() {
		assertThat(GatlingSummary.parse(LOG)).contains(new GatlingSummary(12_000, 10, 1000.25, 7, 1019));
	}

	@Test
	void hasNothingToReadBeforeTheEnd() {
		assertThat(GatlingSummary.parse("> Global | 1 | 1 | 0")).isEmpty();
	}

	@Test
	void complainsWhenGatlingPrintsAnotherTable() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> GatlingSummary.parse("---- Global Information ----\n> something | 1 | 1 | 0\n"))
			.withMessageContaining("request count");
	}

	@Test
	void mergedCountsAreSumsAndMergedTimesTheHighest() {
		GatlingSummary merged = GatlingSummary
			.merge(List.of(new GatlingSummary(10, 1, 100, 5, 50), new GatlingSummary(20, 0, 200, 6, 40)));
		assertThat(merged).isEqualTo(new GatlingSummary(30, 1, 300, 6, 50));
	}

}
