package dev.millrace.loadtests.gen;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What a generator found.
 *
 * @param requests requests answered as expected in the counted time
 * @param errors requests that were not, by cause
 * @param seconds the counted time
 * @param answered all answers, those of the warm-up included
 * @param latency how long answers took
 * @param slipMillis how late the generator itself was, at the 99th percentile; absent
 * when it has no schedule
 * @param perSecond answers in each second of the counted time; empty when unknown
 * @param histogram the times as a compressed HdrHistogram in base64, in nanoseconds
 */
public record LoadResult(long requests, Map<String, Long> errors, double seconds, long answered,
		@Nullable Latency latency, @Nullable Double slipMillis, List<Long> perSecond, @Nullable String histogram) {

	/**
	 * Creates a result from copies.
	 */
	public LoadResult {
		errors = Map.copyOf(errors);
		perSecond = List.copyOf(perSecond);
	}

	/**
	 * Return the attained rate.
	 * @return requests a second
	 */
	public double rate() {
		return (this.seconds > 0) ? this.requests / this.seconds : 0;
	}

	/**
	 * Return how many requests were not answered as expected.
	 * @return the number of errors
	 */
	public long errorCount() {
		return this.errors.values().stream().mapToLong(Long::longValue).sum();
	}

}
