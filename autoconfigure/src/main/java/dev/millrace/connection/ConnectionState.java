package dev.millrace.connection;

/**
 * What a connection is doing.
 */
public enum ConnectionState {

	/** Taken from the listener; nothing was received yet. */
	ACCEPTED,

	/** The TLS handshake has begun and is not over. */
	TLS_HANDSHAKE,

	/** A request is coming in. */
	READING,

	/** A request was passed on and its answer has not begun. */
	PROCESSING,

	/** An answer is going out. */
	WRITING,

	/** Open, with no request in flight. */
	KEEP_ALIVE,

	/** Being closed: nothing more will be answered. */
	CLOSING

}
