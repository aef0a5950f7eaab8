package dev.millrace.connection;

/**
 * The protocol that a connection was found to speak.
 */
public enum Protocol {

	/** Not known yet. */
	UNKNOWN("unknown"),

	/** HTTP/1.0 or HTTP/1.1. */
	HTTP_1("http/1.1"),

	/** HTTP/2 over TLS. */
	H2("h2"),

	/** HTTP/2 in cleartext. */
	H2C("h2c"),

	/** HTTP/3. */
	H3("h3"),

	/** A WebSocket, or whatever else a 101 or a CONNECT switched to. */
	TUNNEL("tunnel");

	private final String id;

	Protocol(String id) {
		this.id = id;
	}

	/**
	 * Returns the name used in reports, that of the ALPN registry where there is one.
	 * @return the name
	 */
	public String id() {
		return this.id;
	}

	/**
	 * Tells whether many exchanges share such a connection at the same time.
	 * @return whether the protocol multiplexes
	 */
	public boolean multiplexed() {
		return this == H2 || this == H2C || this == H3;
	}

}
