package dev.millrace.worker;

import java.util.Locale;

/**
 * A limit or a deadline of connections, named like the property that sets it.
 */
public enum Guard {

	/** Time for the TLS handshake. */
	TLS_HANDSHAKE(CloseReason.TLS_HANDSHAKE),

	/** Time for the head of a request. */
	REQUEST_HEADER(CloseReason.REQUEST_HEADER),

	/** Rate at which the body of a request must come. */
	REQUEST_BODY_MIN_RATE(CloseReason.REQUEST_BODY_MIN_RATE),

	/** Time for the whole body of a request. */
	REQUEST_BODY(CloseReason.REQUEST_BODY),

	/** Time from the head of a request to the head of its answer. */
	HANDLER(CloseReason.HANDLER),

	/** Rate at which an answer must be read. */
	RESPONSE_MIN_RATE(CloseReason.RESPONSE_MIN_RATE),

	/** Time in which something of an answer must be read. */
	WRITE_STALL(CloseReason.WRITE_STALL),

	/** Time in which an answer must come once the client sends no more. */
	HALF_CLOSE(CloseReason.HALF_CLOSE),

	/** Time between requests. */
	KEEP_ALIVE(CloseReason.KEEP_ALIVE),

	/** Connections of the whole server. */
	MAX(CloseReason.FULL),

	/** Connections of one address. */
	MAX_PER_IP(CloseReason.FULL),

	/** Requests of one connection in a second. */
	MAX_REQUESTS_PER_SECOND(CloseReason.ERROR),

	/** Bytes of one connection in a second. */
	MAX_BANDWIDTH(CloseReason.ERROR),

	/** A PROXY header before everything else, from a trusted proxy. */
	PROXY_PROTOCOL(CloseReason.PROXY_PROTOCOL);

	private final String id = name().toLowerCase(Locale.ROOT).replace('_', '-');

	private final CloseReason closeReason;

	Guard(CloseReason closeReason) {
		this.closeReason = closeReason;
	}

	/**
	 * Returns the name used in reports.
	 * @return the name, such as {@code write-stall}
	 */
	public String id() {
		return this.id;
	}

	/**
	 * Returns why a connection is closed that the guard closes.
	 * @return the reason
	 */
	public CloseReason closeReason() {
		return this.closeReason;
	}

}
