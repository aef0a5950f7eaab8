package dev.millrace.loadtests.gen;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.millrace.loadtests.gen.Generator.Answers;

/**
 * What Gatling prints every five seconds.
 */
public final class GatlingProgress {

	private static final Pattern TABLE = Pattern
		.compile("(?m)(\\d+)s elapsed$(?:\\n.*){1,3}?\\n> Global *\\| *[\\d,]+ *\\| *([\\d,]+) *\\| *([\\d,]+)");

	private GatlingProgress() {
	}

	/**
	 * Reads the log of a run that has not ended.
	 * @param log what Gatling has printed so far
	 * @return how far it has come; absent in the first seconds
	 */
	public static Optional<Answers> parse(String log) {
		Matcher matcher = TABLE.matcher(log);
		Answers last = null;
		while (matcher.find()) {
			last = new Answers(Double.parseDouble(matcher.group(1)), number(matcher.group(2)),
					number(matcher.group(3)));
		}
		return Optional.ofNullable(last);
	}

	/**
	 * Return whether a run makes load: before, Gatling starts, and at the end it writes a
	 * report.
	 * @param log what Gatling has printed so far
	 * @return whether the simulation is on
	 */
	public static boolean isUnderLoad(String log) {
		return log.contains("started...") && !log.contains("Parsing log file");
	}

	private static long number(String text) {
		return Long.parseLong(text.replace(",", ""));
	}

}
