package dev.millrace.connection;

import dev.millrace.worker.GuardMode;

/**
 * How many requests and bytes one connection may send in a second. A connection that
 * sends more is not refused but read later.
 *
 * @param requestsPerSecond requests of one connection in a second, 0 for no limit
 * @param requestsMode what happens to more
 * @param bytesPerSecond bytes received from one connection in a second, 0 for no limit
 * @param bandwidthMode what happens to more
 */
public record Throttling(int requestsPerSecond, GuardMode requestsMode, long bytesPerSecond, GuardMode bandwidthMode) {

	/** No limit. */
	public static final Throttling NONE = new Throttling(0, GuardMode.OFF, 0, GuardMode.OFF);

	boolean active() {
		return (this.requestsPerSecond > 0 && this.requestsMode != GuardMode.OFF)
				|| (this.bytesPerSecond > 0 && this.bandwidthMode != GuardMode.OFF);
	}

}
