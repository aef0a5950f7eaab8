package dev.millrace.loadtests.stats;

import java.util.Random;

import dev.millrace.loadtests.stats.Comparison.Change;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

/**
 * Whether a comparison tells a regression from noise: made-up rounds of a machine that
 * drifts, scatters and is now and then disturbed.
 */
class ComparisonTests {

	private static final int ROUNDS = 10;

	private static final int RECORDED = 60;

	private static final int COMPARISONS = 2000;

	private static final double SCATTER = 0.03;

	private final Random random = new Random(42);

	@Test
	void seldomClaimsADifferenceWhereThereIsNone() {
		double[] recorded = record();
		int alarms = 0;
		for (int index = 0; index < COMPARISONS; index++) {
			if (compare(recorded, 1).change() != Change.NOT_SHOWN) {
				alarms++;
			}
		}
		assertThat(alarms / (double) COMPARISONS).isLessThanOrEqualTo(0.01);
	}

	@Test
	void findsASlowDownOf15Percent() {
		double[] recorded = record();
		int found = 0;
		for (int index = 0; index < COMPARISONS; index++) {
			if (compare(recorded, 0.85).change() == Change.LOWER) {
				found++;
			}
		}
		assertThat(found / (double) COMPARISONS).isGreaterThanOrEqualTo(0.95);
	}

	@Test
	void namesTheDirection() {
		double[] before = { 100, 101, 99, 100 };
		double[] after = { 130, 131, 129, 130 };
		assertThat(Comparison.of(before, after, 0).change()).isEqualTo(Change.HIGHER);
		assertThat(Comparison.of(after, before, 0).change()).isEqualTo(Change.LOWER);
		assertThat(Comparison.of(before, after, 0.5).change()).isEqualTo(Change.NOT_SHOWN);
	}

	@Test
	void noiseIsTheFartherEndOfTheIntervalOfAServerAgainstItself() {
		double[] quiet = { 100, 100, 100 };
		assertThat(Comparison.noise(quiet, quiet)).isZero();
		assertThat(Comparison.noise(quiet, new double[] { 80, 100, 102 })).isEqualTo(0.25, within(1e-9));
	}

	@Test
	void rejectsRoundsThatAreNoPairs() {
		assertThatIllegalArgumentException().isThrownBy(() -> Comparison.of(new double[2], new double[3], 0))
			.withMessageContaining("Not pairs");
	}

	/**
	 * Residuals of single rounds, one in twenty of them disturbed.
	 */
	private double[] record() {
		double[] recorded = new double[RECORDED];
		for (int index = 0; index < RECORDED; index++) {
			recorded[index] = 1 + SCATTER * this.random.nextGaussian();
			if (index % 20 == 0) {
				recorded[index] *= 0.8;
			}
		}
		return recorded;
	}

	private Comparison compare(double[] recorded, double effect) {
		double[] before = new double[ROUNDS];
		double[] again = new double[ROUNDS];
		double[] after = new double[ROUNDS];
		for (int round = 0; round < ROUNDS; round++) {
			// Drift meets all servers of a round alike
			double level = 50_000 * (1 + 0.1 * round / ROUNDS);
			before[round] = level * draw(recorded);
			again[round] = level * draw(recorded);
			after[round] = level * draw(recorded) * effect;
		}
		return Comparison.of(before, after, Comparison.noise(before, again));
	}

	private double draw(double[] recorded) {
		return recorded[this.random.nextInt(recorded.length)];
	}

}
