package dev.millrace.exchange;

import java.nio.charset.StandardCharsets;

/**
 * Header lines that say whether a connection persists (RFC 9112 section 9.3), as bytes
 * with their line ends. Not to be changed.
 */
final class ConnectionLines {

	static final byte[] NONE = new byte[0];

	static final byte[] CLOSE = "connection: close\r\n".getBytes(StandardCharsets.US_ASCII);

	static final byte[] KEEP_ALIVE = "connection: keep-alive\r\n".getBytes(StandardCharsets.US_ASCII);

	private ConnectionLines() {
	}

}
