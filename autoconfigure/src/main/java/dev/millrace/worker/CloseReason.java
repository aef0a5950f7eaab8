package dev.millrace.worker;

import java.util.Locale;

/**
 * Why a connection came to its end.
 */
public enum CloseReason {

	/** The client closed it. */
	CLIENT,

	/** The client, or the network, reset it. */
	RESET,

	/** The server closed it after an answer that was to be the last. */
	SERVER,

	/** Something broke, on the wire or in a handler. */
	ERROR,

	/** It was idle for too long. */
	KEEP_ALIVE,

	/** It missed the deadline of the TLS handshake. */
	TLS_HANDSHAKE,

	/** It missed the deadline of a request's head. */
	REQUEST_HEADER,

	/** It sent the body of a request too slowly. */
	REQUEST_BODY_MIN_RATE,

	/** It missed the deadline of a request's body. */
	REQUEST_BODY,

	/** The answer to its request was not begun in time. */
	HANDLER,

	/** It read an answer too slowly. */
	RESPONSE_MIN_RATE,

	/** It read nothing of an answer. */
	WRITE_STALL,

	/** Its client sent no more, and the answer that was waited for did not come. */
	HALF_CLOSE,

	/** It was taken only to be told that the server is full. */
	FULL,

	/** It did not begin with the PROXY header of a trusted proxy. */
	PROXY_PROTOCOL,

	/** A filter refused its client, whom a PROXY header named. */
	FILTER,

	/** An operator closed it. */
	OPERATOR,

	/** The server stopped. */
	SHUTDOWN;

	private final String id = name().toLowerCase(Locale.ROOT).replace('_', '-');

	/**
	 * Returns the name used in reports.
	 * @return the name, such as {@code write-stall}
	 */
	public String id() {
		return this.id;
	}

}
