package dev.millrace.loadtests.stats;

import java.util.Arrays;

/**
 * Two servers measured in turn: the ratio of each pair, and how far that can be believed.
 *
 * @param ratio the median of the ratios with its interval, above 1 if the second is
 * higher
 * @param floor the least change that means something here, 0.1 for a tenth more or the
 * reverse of it
 */
public record Comparison(Interval ratio, double floor) {

	private static final double CONFIDENCE = 0.95;

	/** Below this no difference is claimed, however quiet the machine was. */
	private static final double LEAST_EFFECT = 0.05;

	/**
	 * Compares pairs.
	 * @param before what the first did in each round
	 * @param after what the second did in the same rounds
	 * @param noise how far a server deviates from itself on this machine, from
	 * {@link #noise}
	 * @return the comparison
	 */
	public static Comparison of(double[] before, double[] after, double noise) {
		return new Comparison(ratio(before, after), Math.max(LEAST_EFFECT, noise));
	}

	/**
	 * Compares with a server that was measured twice in each round, which makes its part
	 * of the ratio steadier and shows how far it deviates from itself.
	 * @param before what the first did in each round
	 * @param again what it did in the same rounds, measured again
	 * @param after what the second did in the same rounds
	 * @return the comparison
	 */
	public static Comparison withControl(double[] before, double[] again, double[] after) {
		double noise = noise(before, again);
		double[] both = new double[before.length];
		Arrays.setAll(both, (round) -> Math.sqrt(before[round] * again[round]));
		return of(both, after, noise);
	}

	/**
	 * Measures the noise by comparing a server with itself.
	 * @param first what it did in each round
	 * @param again what it did in the same rounds, measured again
	 * @return the farther end of the interval of the ratio, 0.1 for a tenth more or the
	 * reverse of it
	 */
	public static double noise(double[] first, double[] again) {
		Interval self = ratio(first, again);
		return Math.exp(Math.max(Math.abs(Math.log(self.low())), Math.abs(Math.log(self.high())))) - 1;
	}

	private static Interval ratio(double[] before, double[] after) {
		if (before.length != after.length) {
			throw new IllegalArgumentException("Not pairs: " + before.length + " and " + after.length);
		}
		double[] ratios = new double[before.length];
		for (int index = 0; index < ratios.length; index++) {
			ratios[index] = after[index] / before[index];
		}
		return Bootstrap.median(ratios, CONFIDENCE);
	}

	/**
	 * Return what may be said.
	 * @return a change only if the interval excludes 1 and the change exceeds the floor
	 */
	public Change change() {
		boolean beyondFloor = Math.abs(Math.log(this.ratio.estimate())) > Math.log1p(this.floor);
		if (!beyondFloor || this.ratio.contains(1)) {
			return Change.NOT_SHOWN;
		}
		return (this.ratio.estimate() > 1) ? Change.HIGHER : Change.LOWER;
	}

	/**
	 * What a comparison has shown.
	 */
	public enum Change {

		/** The second is higher. */
		HIGHER,

		/** The second is lower. */
		LOWER,

		/** No difference beyond the noise. */
		NOT_SHOWN

	}

}
