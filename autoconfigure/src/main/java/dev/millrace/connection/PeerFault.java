package dev.millrace.connection;

/**
 * A kind of fault of a peer, and the words for it in the log.
 */
public enum PeerFault {

	/** A handshake that failed, plain text on a port of TLS included. */
	TLS_HANDSHAKE("TLS handshake", "failed"),

	/** A violation of RFC 9113 that ends a connection or a stream. */
	HTTP_2("HTTP/2", "was violated"),

	/** A violation of RFC 6455. */
	WEB_SOCKET("WebSocket", "was violated or could not begin"),

	/**
	 * A client that left before its request was complete or answered. That is no fault,
	 * so it is logged at the level {@code DEBUG} only.
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
