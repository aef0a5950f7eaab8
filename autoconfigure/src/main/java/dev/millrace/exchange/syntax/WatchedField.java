package dev.millrace.exchange.syntax;

import dev.millrace.exchange.ByteLane;

/**
 * Request header fields that may decide who answers a request. The byte lane looks only
 * for those that {@link ByteLane#watched()} names, so that the others cost nothing.
 */
public enum WatchedField {

	/** {@code Origin}: the request may be subject to cross-origin rules (Fetch, 3.1). */
	ORIGIN("origin", 1),

	/** {@code Accept-Encoding}: the answer may be compressed (RFC 9110, 12.5.3). */
	ACCEPT_ENCODING("accept-encoding", 2);

	private final String lowerName;

	private final int bit;

	WatchedField(String lowerName, int bit) {
		this.lowerName = lowerName;
		this.bit = bit;
	}

	/** The name in lower case, of letters and dashes. */
	String lowerName() {
		return this.lowerName;
	}

	/**
	 * Joins fields into one number.
	 * @param fields the fields
	 * @return a bit for each of them
	 */
	public static int bits(Iterable<WatchedField> fields) {
		int bits = 0;
		for (WatchedField field : fields) {
			bits |= field.bit();
		}
		return bits;
	}

	int bit() {
		return this.bit;
	}

}
