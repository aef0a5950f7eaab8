package dev.millrace.hot;

import org.junit.jupiter.api.Test;

/**
 * Both lanes do the same, in many cases. {@code -Dmillrace.lane.cases=10000000} sends
 * more, {@code -Dmillrace.lane.seed} begins elsewhere, such as where a failure says.
 */
class ByteLaneDifferentialIT {

	private static final int CASES = Integer.getInteger("millrace.lane.cases", 200_000);

	private static final long SEED = Long.getLong("millrace.lane.seed", 0);

	@Test
	void bothLanesDoTheSame() {
		LaneComparison.run(SEED, CASES);
	}

}
