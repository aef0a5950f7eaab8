package dev.millrace.connection;

import dev.millrace.worker.Guard;

/**
 * Is told that an exchange took too long. Called on the event loop of the connection.
 */
@FunctionalInterface
public interface DeadlineListener {

	/**
	 * A deadline of the exchange in progress was missed, and is to be enforced.
	 * @param guard which one
	 */
	void deadlineMissed(Guard guard);

}
