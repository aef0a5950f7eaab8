package dev.millrace.exchange.syntax;

/**
 * Escapes text that a client has sent, so that it fits into one line of a log.
 */
public final class LogText {

	private static final int LIMIT = 200;

	private LogText() {
	}

	public static String printable(String text) {
		int length = Math.min(text.length(), LIMIT);
		StringBuilder printable = new StringBuilder(length);
		for (int i = 0; i < length; i++) {
			char c = text.charAt(i);
			printable.append((c >= ' ' && c < 0x7F) ? c : '?');
		}
		return (length < text.length()) ? printable.append("...").toString() : printable.toString();
	}

}
