package dev.millrace.loadtests.gen;

import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * How long answers took, in microseconds. A value is absent where the tool does not tell.
 *
 * @param basis the moment it is counted from: when the request was due, or when it was
 * sent
 * @param mean the mean
 * @param p50 the median
 * @param p90 the time that 90 % did not exceed
 * @param p99 the time that 99 % did not exceed
 * @param p999 the time that 99.9 % did not exceed
 * @param p9999 the time that 99.99 % did not exceed
 * @param max the longest
 */
public record Latency(Basis basis, @Nullable Double mean, @Nullable Double p50, @Nullable Double p90,
		@Nullable Double p99, @Nullable Double p999, @Nullable Double p9999, @Nullable Double max) {

	private static final double NANOS_PER_MICRO = 1000;

	/**
	 * Reads a histogram.
	 * @param histogram times in nanoseconds
	 * @param basis the moment they are counted from
	 * @return the times, absent if there are none
	 */
	public static @Nullable Latency of(Histogram histogram, Basis basis) {
		return (histogram.getTotalCount() == 0) ? null
				: new Latency(basis, histogram.getMean() / NANOS_PER_MICRO, percentile(histogram, 50),
						percentile(histogram, 90), percentile(histogram, 99), percentile(histogram, 99.9),
						percentile(histogram, 99.99), histogram.getMaxValue() / NANOS_PER_MICRO);
	}

	private static double percentile(Histogram histogram, double percentile) {
		return histogram.getValueAtPercentile(percentile) / NANOS_PER_MICRO;
	}

	/**
	 * The moment that a latency is counted from.
	 */
	public enum Basis {

		/** When the request was due, so that a stall counts for all who had to wait. */
		INTENDED,

		/** When the request was sent, which hides how long it was held back. */
		SENT

	}

}
