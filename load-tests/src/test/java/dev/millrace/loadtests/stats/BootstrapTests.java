package dev.millrace.loadtests.stats;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

class BootstrapTests {

	@Test
	void medianOfOddAndEvenCounts() {
		assertThat(Bootstrap.median(new double[] { 3, 1, 2 })).isEqualTo(2);
		assertThat(Bootstrap.median(new double[] { 4, 1, 3, 2 })).isEqualTo(2.5);
	}

	@Test
	void intervalHoldsTheEstimateAndIsTheSameEachTime() {
		double[] values = { 1.0, 1.1, 0.9, 1.05, 0.95, 1.2, 0.8 };
		Interval interval = Bootstrap.median(values, 0.95);
		assertThat(interval.estimate()).isEqualTo(1.0, within(1e-9));
		assertThat(interval.low()).isBetween(0.8, 1.0);
		assertThat(interval.high()).isBetween(1.0, 1.2);
		assertThat(Bootstrap.median(values, 0.95)).isEqualTo(interval);
	}

	@Test
	void valuesThatAgreeLeaveNoDoubt() {
		Interval interval = Bootstrap.median(new double[] { 2, 2, 2, 2 }, 0.95);
		assertThat(interval).isEqualTo(new Interval(2, 2, 2));
	}

	@Test
	void rejectsNothingAtAll() {
		assertThatIllegalArgumentException().isThrownBy(() -> Bootstrap.median(new double[0], 0.95));
	}

}
