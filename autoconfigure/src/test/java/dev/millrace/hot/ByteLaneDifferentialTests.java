package dev.millrace.hot;

import org.junit.jupiter.api.Test;

/**
 * Both lanes do the same, and leak nothing.
 */
class ByteLaneDifferentialTests {

	@Test
	void bothLanesDoTheSame() {
		LaneComparison.run(1_000_000_000, 10_000);
	}

}
