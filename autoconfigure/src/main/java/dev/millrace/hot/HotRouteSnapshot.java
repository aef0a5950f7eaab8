package dev.millrace.hot;

import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * A hot route as it was at one moment.
 *
 * @param method request method
 * @param pattern path pattern, base path included
 * @param kind in which way it answers
 * @param lane {@code object} if it is answered from the pipeline, else {@code webflux}
 * @param because why it is left to WebFlux, or {@code null}
 * @param requests requests answered from the pipeline
 * @param errors those of them that were answered with a status of 500 or above, or broke
 * @param latency how long they took, {@code null} before the first
 */
public record HotRouteSnapshot(String method, String pattern, HotKind kind, String lane, @Nullable String because,
		long requests, long errors, @Nullable Latency latency) {

	/**
	 * Percentiles of the time from the read that brought the head of a request to the end
	 * of its answer, since the start of the application. In microseconds.
	 *
	 * @param p50 the median
	 * @param p90 90 % took no longer
	 * @param p99 99 % took no longer
	 * @param p999 99.9 % took no longer
	 * @param max the longest that was timed
	 */
	public record Latency(double p50, double p90, double p99, double p999, double max) {

		static Latency of(Histogram nanos) {
			return new Latency(percentile(nanos, 50), percentile(nanos, 90), percentile(nanos, 99),
					percentile(nanos, 99.9), percentile(nanos, 100));
		}

		private static double percentile(Histogram nanos, double percentile) {
			return nanos.getValueAtPercentile(percentile) / 1000.0;
		}

	}

}
