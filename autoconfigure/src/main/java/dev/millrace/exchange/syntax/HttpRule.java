package dev.millrace.exchange.syntax;

/**
 * The rules for requests that a server must hold, and that Netty's parser does not.
 */
public enum HttpRule {

	/** RFC 9112 section 2.2: only empty lines may come before a request line. */
	LEADING_BYTES(400, true),

	/** RFC 9112 section 3: three words, each separated by one space. */
	REQUEST_LINE(400, true),

	/** RFC 9110 section 15.6.6: a major version that this server does not speak. */
	VERSION(505, true),

	/** RFC 9112 section 5.2: a field value on several lines. */
	FOLDED_FIELD(400, true),

	/** RFC 9112 section 6.3: one Content-Length, and of digits only. */
	CONTENT_LENGTH(400, true),

	/** RFC 9112 section 6.1: Content-Length beside Transfer-Encoding. */
	LENGTH_AND_CODING(400, true),

	/** RFC 9112 section 6.1: Transfer-Encoding in HTTP/1.0. */
	CODING_IN_HTTP10(400, true),

	/** RFC 9112 section 6.3: chunked once, and as the last coding. */
	CHUNKED_LAST(400, true),

	/** RFC 9112 section 7.1: the line with the size of a chunk. */
	CHUNK_SIZE(400, true),

	/** RFC 9112 section 6.1: a transfer coding that this server does not understand. */
	UNKNOWN_CODING(501, true),

	/**
	 * RFC 9112 section 6.3: a request without framing fields has no body. Netty reads one
	 * of 8 bytes for the fields of a draft of WebSocket.
	 */
	DRAFT_WEBSOCKET(400, true),

	/** RFC 9112 section 3.2: more than one Host. */
	DUPLICATE_HOST(400, true),

	/** RFC 9113 section 8.3.1: Host differs from :authority. */
	HOST_AND_AUTHORITY(400, true),

	/** RFC 9112 section 3.2: no Host in HTTP/1.1. */
	MISSING_HOST(400, false),

	/**
	 * RFC 9112 section 3.2: a Host with malformed value. In {@code user@host} a proxy may
	 * take another part for the host than this server.
	 */
	INVALID_HOST(400, true),

	/** RFC 9112 section 3.2: a target in none of the forms, or not for its method. */
	TARGET_FORM(400, false),

	/** RFC 3986 section 2: a target with characters that a URI does not have. */
	TARGET_CHARACTERS(400, false);

	private final int status;

	private final boolean desynchronises;

	HttpRule(int status, boolean desynchronises) {
		this.status = status;
		this.desynchronises = desynchronises;
	}

	/** The status code of the refusal. */
	public int status() {
		return this.status;
	}

	/**
	 * Whether a proxy in front may understand such a request otherwise than this server.
	 */
	boolean desynchronises() {
		return this.desynchronises;
	}

}
