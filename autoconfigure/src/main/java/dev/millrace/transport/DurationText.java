package dev.millrace.transport;

import java.time.Duration;

/**
 * Formats durations for messages: {@code 65 s}, {@code 1500 ms}.
 */
public final class DurationText {

	private DurationText() {
	}

	/**
	 * Formats a duration, in seconds if it is a whole number of them, else in
	 * milliseconds.
	 */
	public static String of(Duration duration) {
		boolean whole = duration.toMillis() % 1000 == 0;
		return whole ? duration.toSeconds() + " s" : duration.toMillis() + " ms";
	}

}
