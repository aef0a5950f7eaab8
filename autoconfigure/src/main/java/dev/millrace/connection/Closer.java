package dev.millrace.connection;

/**
 * Closes a connection in the way its protocol asks for: an HTTP/1.1 connection after the
 * answer in progress, an HTTP/2 connection with GOAWAY. Called on the event loop of the
 * connection.
 */
@FunctionalInterface
public interface Closer {

	/**
	 * Asks the client to send its next requests elsewhere, where the protocol has a word
	 * for it between two answers. What still comes is served.
	 */
	default void announceClose() {
	}

	/**
	 * Begins to close; requests in flight are finished first.
	 */
	void closeGracefully();

	/**
	 * Ends answers that would go on for ever, as their clients expect it: event streams
	 * and WebSockets.
	 */
	default void endStreams() {
	}

	/**
	 * Tells whether answers wait that were not handed to the connection yet.
	 * @return whether a connection without an exchange is not idle
	 */
	default boolean busy() {
		return false;
	}

	/**
	 * The head of a request did not come in time: says so where the protocol has a word
	 * for it, and closes.
	 */
	default void requestTimedOut() {
		closeGracefully();
	}

}
