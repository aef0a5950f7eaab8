package dev.millrace.loadtests.stats;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;

import dev.millrace.loadtests.stats.Comparison.Change;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How often a comparison is right, by comparisons resampled from rounds that were really
 * measured: one application with the same command line twice, in a process each.
 */
class RecordedRoundsTests {

	private static final int COMPARISONS = 2000;

	/** What {@code --rounds} is unless told otherwise. */
	private static final int ROUNDS = 20;

	private static final double SLOW_DOWN = 0.15;

	private final List<double[]> recorded = read();

	private final SplittableRandom random = new SplittableRandom(20_261_121);

	@ParameterizedTest
	@EnumSource
	void claimsADifferenceWhereThereIsNoneAtMostOnceInAHundred(Metric metric) {
		assertThat(this.recorded).hasSizeGreaterThanOrEqualTo(60);
		assertThat(share(metric, 1, Change.HIGHER, Change.LOWER)).isLessThanOrEqualTo(0.01);
	}

	@ParameterizedTest
	@EnumSource
	void findsASlowDownOf15Percent(Metric metric) {
		double effect = (metric == Metric.THROUGHPUT) ? 1 - SLOW_DOWN : 1 / (1 - SLOW_DOWN);
		Change slower = (metric == Metric.THROUGHPUT) ? Change.LOWER : Change.HIGHER;
		assertThat(share(metric, effect, slower)).isGreaterThanOrEqualTo(0.95);
	}

	private double share(Metric metric, double effect, Change... changes) {
		List<Change> wanted = Arrays.asList(changes);
		int found = 0;
		for (int index = 0; index < COMPARISONS; index++) {
			if (wanted.contains(compare(metric, effect).change())) {
				found++;
			}
		}
		return found / (double) COMPARISONS;
	}

	private Comparison compare(Metric metric, double effect) {
		double[] before = new double[ROUNDS];
		double[] again = new double[ROUNDS];
		double[] after = new double[ROUNDS];
		for (int round = 0; round < ROUNDS; round++) {
			double[] drawn = this.recorded.get(this.random.nextInt(this.recorded.size()));
			before[round] = drawn[metric.column];
			again[round] = drawn[metric.column + 1];
			after[round] = drawn[metric.column + 2] * effect;
		}
		return Comparison.withControl(before, again, after);
	}

	private static List<double[]> read() {
		InputStream resource = RecordedRoundsTests.class.getResourceAsStream("/recorded-rounds.csv");
		try (BufferedReader reader = new BufferedReader(
				new InputStreamReader(Objects.requireNonNull(resource), StandardCharsets.UTF_8))) {
			return reader.lines()
				.filter((line) -> !line.startsWith("#") && !line.isBlank())
				.map((line) -> Arrays.stream(line.split(",")).mapToDouble(Double::parseDouble).toArray())
				.toList();
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * What is compared, and the first of its three columns.
	 */
	enum Metric {

		THROUGHPUT(0), SERVER_CPU(3);

		private final int column;

		Metric(int column) {
			this.column = column;
		}

	}

}
