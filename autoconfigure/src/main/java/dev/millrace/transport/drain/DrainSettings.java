package dev.millrace.transport.drain;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * How much time a drain gives. All but the delay is counted from its end on.
 *
 * @param delay how long everything is served as before, for load balancers to notice
 * @param idleGrace how long a connection must have been idle to be closed
 * @param streamTimeout after which time event streams and WebSockets are ended
 * @param requestTimeout after which time requests in flight are cut off, {@code null} if
 * only Spring's own timeout does so
 */
public record DrainSettings(Duration delay, Duration idleGrace, Duration streamTimeout,
		@Nullable Duration requestTimeout) {

	/** No delay, one second for idle connections, five for streams. */
	public static final DrainSettings DEFAULT = new DrainSettings(Duration.ZERO, Duration.ofSeconds(1),
			Duration.ofSeconds(5), null);

	/**
	 * Returns how long a drain may take, if its requests do not need longer.
	 * @return the delay and the longest of the times that follow it
	 */
	public Duration total() {
		Duration longest = (this.streamTimeout.compareTo(this.idleGrace) > 0) ? this.streamTimeout : this.idleGrace;
		if (this.requestTimeout != null && this.requestTimeout.compareTo(longest) > 0) {
			longest = this.requestTimeout;
		}
		return this.delay.plus(longest);
	}

}
