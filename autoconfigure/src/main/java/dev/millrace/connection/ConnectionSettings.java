package dev.millrace.connection;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import dev.millrace.connection.Timeouts.Deadline;
import dev.millrace.worker.Guard;
import dev.millrace.worker.GuardMode;

/**
 * Limits and deadlines of all connections of a server.
 *
 * @param keepAlive how long they are kept
 * @param timeouts how long the steps of a request may take
 * @param throttling how fast one connection may go
 */
public record ConnectionSettings(KeepAlive keepAlive, Timeouts timeouts, Throttling throttling) {

	/**
	 * Returns what the settings say about guards. To be asked once per event loop.
	 * @return the mode of each guard, and how long its clock runs: zero for a guard that
	 * has none
	 */
	Map<Guard, Deadline> guards() {
		Map<Guard, Deadline> guards = new HashMap<>(this.timeouts.guards());
		guards.put(Guard.KEEP_ALIVE, new Deadline(this.keepAlive.idleTimeout(), GuardMode.ENFORCE));
		guards.put(Guard.MAX_REQUESTS_PER_SECOND, new Deadline(Duration.ZERO, this.throttling.requestsMode()));
		guards.put(Guard.MAX_BANDWIDTH, new Deadline(Duration.ZERO, this.throttling.bandwidthMode()));
		return guards;
	}

}
