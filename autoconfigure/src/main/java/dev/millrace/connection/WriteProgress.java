package dev.millrace.connection;

import dev.millrace.worker.Guard;

/**
 * How an answer is taken by its client: that of a whole connection, or that of a stream.
 * Called on the event loop of the connection.
 */
public interface WriteProgress {

	/**
	 * Tells whether something that was flushed waits for the client.
	 * @return whether it is the turn of the client
	 */
	boolean waits();

	/**
	 * Counts what the client took; only changes of it mean something.
	 * @return bytes
	 */
	long taken();

	/**
	 * Ends what the client does not take in time.
	 * @param guard which deadline it missed
	 */
	void cut(Guard guard);

}
