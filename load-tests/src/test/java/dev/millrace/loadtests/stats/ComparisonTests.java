package dev.millrace.loadtests.stats;

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

}
