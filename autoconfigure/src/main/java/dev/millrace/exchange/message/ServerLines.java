package dev.millrace.exchange.message;

import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

/**
 * The {@code Date} and {@code Server} fields as header lines of HTTP/1.1, for answers
 * that lack both or one of them. Immutable; the arrays are the same for as long as the
 * lines are, so that what was encoded with them can be told by their identity.
 */
public final class ServerLines {

	private final byte[] both;

	private final byte[] date;

	private final byte[] server;

	/**
	 * Encodes the lines.
	 * @param date value of {@code Date}, {@code null} where it is not sent
	 * @param server value of {@code Server}, {@code null} where it is not sent
	 */
	ServerLines(@Nullable String date, @Nullable String server) {
		String dateLine = (date != null) ? "date: " + date + "\r\n" : "";
		String serverLine = (server != null) ? "server: " + server + "\r\n" : "";
		this.date = encode(dateLine);
		this.server = encode(serverLine);
		this.both = encode(dateLine + serverLine);
	}

	private static byte[] encode(String lines) {
		return lines.isEmpty() ? ConnectionLines.NONE : lines.getBytes(StandardCharsets.ISO_8859_1);
	}

	/**
	 * Returns the lines that an answer lacks.
	 * @param hasDate whether it has a {@code Date} of its own
	 * @param hasServer whether it has a {@code Server} of its own
	 * @return the lines, not to be changed
	 */
	public byte[] missing(boolean hasDate, boolean hasServer) {
		if (hasServer) {
			return hasDate ? ConnectionLines.NONE : this.date;
		}
		return hasDate ? this.server : this.both;
	}

}
