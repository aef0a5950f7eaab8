package dev.millrace.exchange.syntax;

/**
 * A set of ASCII characters that is asked in a loop over characters or bytes. Immutable,
 * and meant for constants.
 */
public final class AsciiSet {

	private static final int SIZE = 128;

	/** The characters of a token, RFC 9110 section 5.6.2. */
	public static final AsciiSet TOKEN = alphanumericAnd("!#$%&'*+-.^_`|~");

	/** Indexed by ASCII code, {@code true} for each member. */
	private final boolean[] members = new boolean[SIZE];

	private AsciiSet(String more) {
		for (char c = 0; c < SIZE; c++) {
			this.members[c] = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z')
					|| more.indexOf(c) >= 0;
		}
	}

	/**
	 * Returns the set of all letters and digits and of some other characters.
	 * @param more the other characters, all of them ASCII
	 * @return the set
	 */
	public static AsciiSet alphanumericAnd(String more) {
		return new AsciiSet(more);
	}

	/**
	 * Returns whether a character is in this set.
	 * @param c a character, or a byte with its sign
	 * @return {@code false} for all that is not ASCII
	 */
	public boolean contains(int c) {
		return (c & -SIZE) == 0 && this.members[c];
	}

	/**
	 * Returns whether a text has no other characters than those of this set.
	 * @param text the text
	 * @return {@code true} also for an empty text
	 */
	public boolean containsAll(CharSequence text) {
		return skip(text, 0) == text.length();
	}

	/**
	 * Returns the index of the first character, from a start, that is not in this set.
	 * @param text the text
	 * @param start the index to begin at
	 * @return the index, or the length of the text if there is no such character
	 */
	public int skip(CharSequence text, int start) {
		int i = start;
		while (i < text.length() && contains(text.charAt(i))) {
			i++;
		}
		return i;
	}

}
