package dev.millrace.exchange.syntax;

import org.jspecify.annotations.Nullable;

/**
 * Reads the header fields of a {@linkplain ByteLaneHead plain head}.
 */
public final class HeadFields {

	private HeadFields() {
	}

	/**
	 * Finds the first value of a header without making an object of any other.
	 * @param head the bytes of the head
	 * @param start where the fields begin
	 * @param name name of the header, of letters, digits and dashes in any case
	 * @return the value, or {@code null}
	 */
	public static @Nullable String value(byte[] head, int start, CharSequence name) {
		int at = start;
		while (head[at] != '\r') {
			int colon = find(head, ':', at);
			int lineEnd = find(head, '\r', colon);
			if (colon - at == name.length() && is(head, at, name)) {
				return value(head, colon + 1, lineEnd);
			}
			at = lineEnd + 2;
		}
		return null;
	}

	/**
	 * Tells whether a request states conditions (RFC 9110 section 13.1).
	 * @param head the bytes of the head
	 * @param start where the fields begin
	 * @return whether the name of a field begins with {@code If-}
	 */
	public static boolean conditions(byte[] head, int start) {
		int at = start;
		while (head[at] != '\r') {
			if (is(head, at, "if-")) {
				return true;
			}
			at = find(head, '\r', at) + 2;
		}
		return false;
	}

	private static boolean is(byte[] head, int from, CharSequence name) {
		for (int i = 0; i < name.length(); i++) {
			if ((head[from + i] | 0x20) != (name.charAt(i) | 0x20)) {
				return false;
			}
		}
		return true;
	}

	public static int find(byte[] head, char wanted, int from) {
		int at = from;
		while (head[at] != wanted) {
			at++;
		}
		return at;
	}

	/** Returns the text between two indexes, without spaces around it. */
	public static String value(byte[] head, int from, int to) {
		int start = from;
		int end = to;
		while (start < end && head[start] == ' ') {
			start++;
		}
		while (end > start && head[end - 1] == ' ') {
			end--;
		}
		return ascii(head, start, end);
	}

	/**
	 * Returns the text between two indexes, faster than a decoder: all bytes are known to
	 * be ASCII.
	 */
	@SuppressWarnings("deprecation")
	public static String ascii(byte[] bytes, int from, int to) {
		return new String(bytes, 0, from, to - from);
	}

}
