package dev.millrace.hot.path;

import dev.millrace.exchange.syntax.AsciiSet;

/**
 * Tells which request targets can be read in more than one way, or not at all. They are
 * left to WebFlux, which decides for the route and for its protection alike.
 */
public final class HotPaths {

	/** Characters that RFC 3986 allows in a segment, except the semicolon. */
	private static final AsciiSet PLAIN = AsciiSet.alphanumericAnd("-._~!$&'()*+,=:@");

	private static final AsciiSet QUERY = AsciiSet.alphanumericAnd("-._~!$&'()*+,=:@;/?");

	private HotPaths() {
	}

	/**
	 * Looks for empty, {@code .} and {@code ..} segments, for semicolons and characters
	 * that a segment may not have, and for encoded characters that have a meaning in a
	 * path or need no encoding: with those the literal segments of another route could be
	 * spelled.
	 * @param path the path, not decoded
	 * @return whether there is one of these
	 */
	public static boolean isAmbiguous(String path) {
		int length = path.length();
		for (int i = 0; i < length; i++) {
			char c = path.charAt(i);
			if (c == '/') {
				if (isDotsOrEmpty(path, i + 1, length)) {
					return true;
				}
			}
			else if (c == '%') {
				if (isEncodedInVain(code(path, i + 1))) {
					return true;
				}
				i += 2;
			}
			else if (!isPlain(c)) {
				return true;
			}
		}
		return false;
	}

	static boolean isPlain(char c) {
		return PLAIN.contains(c);
	}

	/**
	 * Tells whether a query, if the target has one, is made of what RFC 3986 allows.
	 * @param target path and query
	 * @param pathLength where the path ends
	 * @return whether it is
	 */
	public static boolean hasUsableQuery(String target, int pathLength) {
		for (int i = pathLength + 1; i < target.length(); i++) {
			char c = target.charAt(i);
			if (c == '%') {
				if (code(target, i + 1) < 0) {
					return false;
				}
				i += 2;
			}
			else if (!QUERY.contains(c)) {
				return false;
			}
		}
		return true;
	}

	/**
	 * Tells whether a query, if there is one, is made of what RFC 3986 allows as it is.
	 * @param bytes holds the query
	 * @param start where it begins, at its question mark
	 * @param end where it ends
	 * @return whether it is
	 */
	public static boolean isPlainQuery(byte[] bytes, int start, int end) {
		for (int i = start; i < end; i++) {
			if (!QUERY.contains(bytes[i])) {
				return false;
			}
		}
		return true;
	}

	private static boolean isDotsOrEmpty(String path, int start, int length) {
		int end = start;
		while (end < length && path.charAt(end) == '.') {
			end++;
		}
		boolean segmentEnds = end == length || path.charAt(end) == '/';
		boolean emptyInside = end == start && end < length;
		return segmentEnds && (emptyInside || end - start == 1 || end - start == 2);
	}

	private static boolean isEncodedInVain(int code) {
		return code < ' ' || code == '/' || code == '\\' || code == ';' || code == '%' || code == 0x7F
				|| isPlain((char) code);
	}

	/** The octet that two digits stand for, negative where they are none. */
	private static int code(String text, int at) {
		if (at + 1 >= text.length()) {
			return -1;
		}
		int high = hex(text.charAt(at));
		int low = hex(text.charAt(at + 1));
		return (high < 0 || low < 0) ? -1 : high * 16 + low;
	}

	/**
	 * Reads a hexadecimal digit. Unlike {@link Character#digit(char, int)} it knows no
	 * digits but those of ASCII.
	 * @param c the digit
	 * @return its value, -1 if it is none
	 */
	public static int hex(char c) {
		if (c >= '0' && c <= '9') {
			return c - '0';
		}
		char lower = (char) (c | 0x20);
		return (lower >= 'a' && lower <= 'f') ? lower - 'a' + 10 : -1;
	}

}
