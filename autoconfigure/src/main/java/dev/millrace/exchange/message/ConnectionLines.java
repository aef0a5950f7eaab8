package dev.millrace.exchange.message;

import java.nio.charset.StandardCharsets;

/**
 * Header lines that say whether a connection persists (RFC 9112 section 9.3), as bytes
 * with their line ends. Not to be changed.
 */
public final class ConnectionLines {

	public static final byte[] NONE = new byte[0];

	public static final byte[] CLOSE = "connection: close\r\n".getBytes(StandardCharsets.US_ASCII);

	public static final byte[] KEEP_ALIVE = "connection: keep-alive\r\n".getBytes(StandardCharsets.US_ASCII);

	private ConnectionLines() {
	}

}
