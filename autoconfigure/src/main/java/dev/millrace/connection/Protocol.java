package dev.millrace.connection;

import org.jspecify.annotations.Nullable;

/**
 * The protocol that a connection was found to speak.
 */
public enum Protocol {

	/** Not known yet. */
	UNKNOWN("unknown", null),

	/** HTTP/1.0 or HTTP/1.1. */
	HTTP_1("http/1.1", null),

	/** HTTP/2 over TLS. */
	H2("h2", "HTTP/2.0"),

	/** HTTP/2 in cleartext. */
	H2C("h2c", "HTTP/2.0"),

	/** HTTP/3. */
	H3("h3", "HTTP/3.0"),

	/** A WebSocket, or another protocol that a 101 or a CONNECT switched to. */
	TUNNEL("tunnel", null);

	private final String id;

	private final @Nullable String version;

	Protocol(String id, @Nullable String version) {
		this.id = id;
		this.version = version;
	}

	/**
	 * Returns the name used in reports, that of the ALPN registry where there is one.
	 * @return the name
	 */
	public String id() {
		return this.id;
	}

	/**
	 * Returns the version of HTTP, as access logs and applications are told it: the name
	 * that Reactor Netty and servlet containers use.
	 * @return {@code HTTP/2.0} or {@code HTTP/3.0}; {@code null} where each message says
	 * it
	 */
	public @Nullable String version() {
		return this.version;
	}

	/**
	 * Tells whether many exchanges share such a connection at the same time.
	 * @return whether the protocol multiplexes
	 */
	public boolean multiplexed() {
		return this == H2 || this == H2C || this == H3;
	}

}
