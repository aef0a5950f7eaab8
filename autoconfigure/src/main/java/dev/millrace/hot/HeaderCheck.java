package dev.millrace.hot;

/**
 * Keeps header fields from breaking the message that carries them (RFC 9110 section 5).
 */
final class HeaderCheck {

	private static final String SEPARATORS = "\"(),/:;<=>?@[\\]{}";

	private static final String FRAMING = "content-length transfer-encoding connection content-type";

	private HeaderCheck() {
	}

	static void name(String name) {
		boolean token = !name.isEmpty();
		for (int i = 0; i < name.length(); i++) {
			char c = name.charAt(i);
			token &= c > ' ' && c < 0x7F && SEPARATORS.indexOf(c) < 0;
		}
		if (!token) {
			throw new IllegalArgumentException("header name: '" + name + "' (expected: a token, RFC 9110 section 5.1)");
		}
		for (String framing : FRAMING.split(" ")) {
			if (framing.equalsIgnoreCase(name)) {
				throw new IllegalArgumentException("header name: '" + name + "' is set by Millrace");
			}
		}
	}

	static String value(String value) {
		for (int i = 0; i < value.length(); i++) {
			char c = value.charAt(i);
			if ((c < ' ' && c != '\t') || c == 0x7F || c > 0xFF) {
				throw new IllegalArgumentException("header value: control or wide character at index " + i);
			}
		}
		return value;
	}

}
