package dev.millrace.connection;

import dev.millrace.worker.Guard;

/**
 * How much of its answers a client takes, for a whole connection or for one stream.
 * Called on the event loop of the connection.
 */
public interface WriteProgress {

	/**
	 * Tells whether bytes that were flushed wait for the client.
	 * @return whether the client must act
	 */
	boolean waits();

	/**
	 * Returns how many bytes the client has taken, from an arbitrary start: only the
	 * difference of two calls means something.
	 * @return bytes
	 */
	long taken();

	/**
	 * Ends an answer that the client does not take in time.
	 * @param guard the deadline that was missed
	 */
	void cut(Guard guard);

}
