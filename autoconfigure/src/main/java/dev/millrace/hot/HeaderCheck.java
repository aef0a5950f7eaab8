package dev.millrace.hot;

import dev.millrace.exchange.syntax.AsciiSet;

/**
 * Keeps header fields from breaking the message that carries them (RFC 9110 section 5).
 */
final class HeaderCheck {

	private static final String FRAMING = "content-length transfer-encoding connection content-type";

	private HeaderCheck() {
	}

	static void name(String name) {
		if (name.isEmpty() || !AsciiSet.TOKEN.containsAll(name)) {
			throw new IllegalArgumentException("header name: '" + name + "' (expected: a token, RFC 9110 section 5.1)");
		}
		for (String framing : FRAMING.split(" ")) {
			if (framing.equalsIgnoreCase(name)) {
				throw new IllegalArgumentException("header name: '" + name + "' is set by Millrace");
			}
		}
	}

	/**
	 * Checks a value.
	 * @return the value; characters beyond Latin-1, which no field can carry, are
	 * replaced by question marks, as Netty does for WebFlux
	 * @throws IllegalArgumentException if it has control characters
	 */
	static String value(String value) {
		StringBuilder replaced = null;
		for (int i = 0; i < value.length(); i++) {
			char c = value.charAt(i);
			if ((c < ' ' && c != '\t') || c == 0x7F) {
				throw new IllegalArgumentException("header value: control character at index " + i);
			}
			if (c > 0xFF) {
				replaced = (replaced != null) ? replaced : new StringBuilder(value);
				replaced.setCharAt(i, '?');
			}
		}
		return (replaced != null) ? replaced.toString() : value;
	}

}
