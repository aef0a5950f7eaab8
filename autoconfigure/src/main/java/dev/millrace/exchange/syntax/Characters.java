package dev.millrace.exchange.syntax;

/**
 * Sets of ASCII characters.
 */
public final class Characters {

	private Characters() {
	}

	/** Letters, digits and some more. */
	public static boolean[] of(String more) {
		boolean[] set = new boolean[128];
		for (char c = 0; c < set.length; c++) {
			set[c] = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || more.indexOf(c) >= 0;
		}
		return set;
	}

	/** The index of the first character, from a start, that is not in a set. */
	static int skip(boolean[] set, String text, int start) {
		int i = start;
		while (i < text.length() && text.charAt(i) < set.length && set[text.charAt(i)]) {
			i++;
		}
		return i;
	}

}
