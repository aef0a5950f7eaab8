package dev.millrace.connection;

/**
 * What a connection is doing. The states that may follow each other are in the table of
 * this class; HTTP/2 connections are {@link #PROCESSING} or {@link #WRITING} by the
 * stream that changed last.
 */
@SuppressWarnings("EnumOrdinal") // the index of a plain array
public enum ConnectionState {

	/** Taken from the listener; no request has begun yet. */
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
	CLOSING;

	private static final int[] NEXT = new int[values().length];

	static {
		allow(ACCEPTED, TLS_HANDSHAKE, READING, PROCESSING, KEEP_ALIVE, CLOSING);
		allow(TLS_HANDSHAKE, ACCEPTED, CLOSING);
		allow(READING, PROCESSING, CLOSING);
		allow(PROCESSING, PROCESSING, WRITING, KEEP_ALIVE, CLOSING);
		allow(WRITING, PROCESSING, WRITING, KEEP_ALIVE, CLOSING);
		allow(KEEP_ALIVE, READING, PROCESSING, CLOSING);
		allow(CLOSING, CLOSING);
	}

	private static void allow(ConnectionState from, ConnectionState... next) {
		for (ConnectionState to : next) {
			NEXT[from.ordinal()] |= 1 << to.ordinal();
		}
	}

	boolean allows(ConnectionState next) {
		return (NEXT[ordinal()] & (1 << next.ordinal())) != 0;
	}

}
