package dev.millrace.connection;

import dev.millrace.worker.Guard;

/**
 * What all connections of a server keep to.
 *
 * @param keepAlive how long they are kept
 * @param timeouts how long the steps of a request may take
 * @param throttling how fast one connection may go
 */
public record ConnectionSettings(KeepAlive keepAlive, Timeouts timeouts, Throttling throttling) {

	GuardMode mode(Guard guard) {
		return switch (guard) {
			case KEEP_ALIVE, PROXY_PROTOCOL -> GuardMode.ENFORCE;
			case MAX_REQUESTS_PER_SECOND -> this.throttling.requestsMode();
			case MAX_BANDWIDTH -> this.throttling.bandwidthMode();
			default -> this.timeouts.of(guard).mode();
		};
	}

	/** How long a clock of a kind runs, 0 for a kind that does not. */
	long nanos(Guard guard) {
		if (guard == Guard.KEEP_ALIVE) {
			return this.keepAlive.idleTimeout().toNanos();
		}
		if (guard == Guard.PROXY_PROTOCOL) {
			return 0;
		}
		Timeouts.Deadline deadline = this.timeouts.of(guard);
		return (deadline.mode() != GuardMode.OFF) ? deadline.time().toNanos() : 0;
	}

}
