package dev.millrace.transport;

import java.time.Duration;

/**
 * Writes durations as people do: {@code 65 s}, {@code 1500 ms}.
 */
public final class DurationText {

	private DurationText() {
	}

	/** In whole seconds where the duration has some, else in milliseconds. */
	public static String of(Duration duration) {
		boolean whole = duration.toMillis() % 1000 == 0;
		return whole ? duration.toSeconds() + " s" : duration.toMillis() + " ms";
	}

}
