package dev.millrace.hot;

import java.nio.charset.StandardCharsets;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The head of a request in bytes, with the positions of its parts. Internal.
 */
public final class RawHead {

	private final byte[] bytes;

	private final String method;

	private final int pathLength;

	private RawHead(byte[] bytes, String method, int pathLength) {
		this.bytes = bytes;
		this.method = method;
		this.pathLength = pathLength;
	}

	/**
	 * Takes the bytes of the client, or writes a head from what was parsed and validated.
	 * @param sent what the client sent, {@code null} where that is not known
	 * @param method the method
	 * @param path the path
	 * @param query the query, {@code null} if there is none
	 * @param headers the header fields
	 * @return the head
	 */
	public static RawHead of(byte @Nullable [] sent, String method, String path, @Nullable String query,
			Iterable<Map.Entry<String, String>> headers) {
		byte[] bytes = (sent != null) ? sent : write(method, path, query, headers);
		return new RawHead(bytes, method, path.length());
	}

	private static byte[] write(String method, String path, @Nullable String query,
			Iterable<Map.Entry<String, String>> headers) {
		StringBuilder head = new StringBuilder(256).append(method).append(' ').append(path);
		if (query != null) {
			head.append('?').append(query);
		}
		head.append(" HTTP/1.1\r\n");
		for (Map.Entry<String, String> header : headers) {
			head.append(header.getKey()).append(": ").append(header.getValue()).append("\r\n");
		}
		return head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
	}

	/** The head with its empty line. */
	byte[] bytes() {
		return this.bytes;
	}

	/** The method, which the head begins with. */
	String method() {
		return this.method;
	}

	/** Length of the path, which follows the method and a space. */
	int pathLength() {
		return this.pathLength;
	}

}
