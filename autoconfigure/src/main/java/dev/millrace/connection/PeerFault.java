package dev.millrace.connection;

/**
 * What a peer did wrong, and what is said of it.
 */
public enum PeerFault {

	/** A handshake that failed, plain text on a port of TLS included. */
	TLS_HANDSHAKE("TLS handshake", "failed"),

	/** A violation of RFC 9113 that ends a connection or a stream. */
	HTTP_2("HTTP/2", "was violated"),

	/** A violation of RFC 6455. */
	WEB_SOCKET("WebSocket", "was violated or could not begin"),

	/**
	 * A client that left before its request was complete or answered. Nothing is wrong
	 * with that, so it is said at the level {@code DEBUG} only.
	 */
	DEPARTURE("Connection", "was closed by the client in the middle of a request");

	private final String subject;

	private final String predicate;

	PeerFault(String subject, String predicate) {
		this.subject = subject;
		this.predicate = predicate;
	}

	boolean isRoutine() {
		return this == DEPARTURE;
	}

	String subject() {
		return this.subject;
	}

	String predicate() {
		return this.predicate;
	}

}
