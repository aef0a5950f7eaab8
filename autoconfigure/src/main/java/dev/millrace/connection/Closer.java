package dev.millrace.connection;

/**
 * Closes a connection in the way its protocol asks for: an HTTP/1.1 connection after the
 * answer in progress, an HTTP/2 connection with GOAWAY. Called on the event loop of the
 * connection.
 */
@FunctionalInterface
public interface Closer {

	/**
	 * Asks the client to send its next requests to another connection, where the protocol
	 * has a message for that outside of answers (GOAWAY of HTTP/2). Requests that still
	 * come are served.
	 */
	default void announceClose() {
	}

	/**
	 * Begins to close; requests in flight are finished first.
	 */
	void closeGracefully();

	/**
	 * Ends answers that have no end of their own in the way of their protocol: event
	 * streams with a last chunk or END_STREAM, WebSockets with a close frame.
	 */
	default void endStreams() {
	}

	/**
	 * Tells whether answers wait in the protocol, for instance for a window of HTTP/2,
	 * and were not written to the connection yet.
	 * @return whether a connection without an exchange is not idle
	 */
	default boolean busy() {
		return false;
	}

	/**
	 * Called when the head of a request did not come in time: answers where the protocol
	 * has an answer for it (408), and closes.
	 */
	default void requestTimedOut() {
		closeGracefully();
	}

}
