package dev.millrace.connection;

import dev.millrace.worker.Guard;

/**
 * Receives the missed deadlines of exchanges. Called on the event loop of the connection.
 */
@FunctionalInterface
public interface DeadlineListener {

	/**
	 * A deadline of the exchange in progress was missed, and is to be enforced.
	 * @param guard which one
	 */
	void deadlineMissed(Guard guard);

}
