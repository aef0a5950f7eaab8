package dev.millrace.loadtests.gen;

import java.util.Collection;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What Gatling prints at the end: since 3.13 the only form of its results that programs
 * can read.
 *
 * @param requests how many were made
 * @param failed how many of them failed
 * @param rate requests a second over the whole run
 * @param p50Millis the median
 * @param p99Millis the time that 99 % did not exceed; of several processes the highest,
 * since percentiles cannot be merged
 */
public record GatlingSummary(long requests, long failed, double rate, double p50Millis, double p99Millis) {

	/**
	 * Reads the log of a run.
	 * @param log what Gatling printed
	 * @return the summary, absent if the run did not get that far
	 */
	public static Optional<GatlingSummary> parse(String log) {
		int start = log.lastIndexOf("---- Global Information");
		if (start < 0) {
			return Optional.empty();
		}
		String table = log.substring(start);
		return Optional
			.of(new GatlingSummary((long) cell(table, "request count", 1), (long) cell(table, "request count", 3),
					cell(table, "mean throughput (rps)", 1), cell(table, "response time 50th percentile (ms)", 1),
					cell(table, "response time 99th percentile (ms)", 1)));
	}

	private static double cell(String table, String row, int column) {
		Matcher matcher = Pattern.compile("(?m)^> " + Pattern.quote(row) + " *\\|([^|]*)\\|([^|]*)\\|([^|\n]*)$")
			.matcher(table);
		if (!matcher.find()) {
			throw new IllegalArgumentException("Gatling printed no '" + row + "'");
		}
		String text = matcher.group(column).trim().replace(",", "");
		return text.equals("-") ? 0 : Double.parseDouble(text);
	}

	/**
	 * Merges processes that ran side by side.
	 * @param parts what each printed
	 * @return the sums, and the highest times
	 */
	public static GatlingSummary merge(Collection<GatlingSummary> parts) {
		return parts.stream()
			.reduce((a, b) -> new GatlingSummary(a.requests + b.requests, a.failed + b.failed, a.rate + b.rate,
					Math.max(a.p50Millis, b.p50Millis), Math.max(a.p99Millis, b.p99Millis)))
			.orElseThrow(() -> new IllegalArgumentException("Nothing to merge"));
	}

}
