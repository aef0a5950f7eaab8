package dev.millrace.loadtests.stats;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Confidence intervals by resampling, the same on every call with the same numbers.
 */
public final class Bootstrap {

	private static final int RESAMPLES = 2000;

	private static final long SEED = 20_260_101;

	private Bootstrap() {
	}

	/**
	 * Estimates the median.
	 * @param values what was measured
	 * @param confidence for example 0.95
	 * @return the median with its interval
	 */
	public static Interval median(double[] values, double confidence) {
		if (values.length == 0) {
			throw new IllegalArgumentException("No values");
		}
		SplittableRandom random = new SplittableRandom(SEED);
		double[] medians = new double[RESAMPLES];
		double[] resample = new double[values.length];
		for (int index = 0; index < RESAMPLES; index++) {
			for (int draw = 0; draw < values.length; draw++) {
				resample[draw] = values[random.nextInt(values.length)];
			}
			medians[index] = median(resample);
		}
		Arrays.sort(medians);
		double tail = (1 - confidence) / 2;
		int low = (int) Math.floor(tail * (RESAMPLES - 1));
		return new Interval(median(values), medians[low], medians[RESAMPLES - 1 - low]);
	}

	/**
	 * Return the median.
	 * @param values at least one
	 * @return the median
	 */
	public static double median(double[] values) {
		double[] sorted = values.clone();
		Arrays.sort(sorted);
		int middle = sorted.length / 2;
		return (sorted.length % 2 == 1) ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
	}

}
