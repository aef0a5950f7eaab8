package dev.millrace.exchange;

import java.nio.charset.StandardCharsets;

/**
 * Request header fields that may decide who answers a request. The byte lane looks only
 * for those that {@link ByteLane#watched()} names, so that the others cost nothing.
 */
public enum WatchedField {

	/** {@code Origin}: the request may be subject to cross-origin rules (Fetch, 3.1). */
	ORIGIN("origin"),

	/** {@code Accept-Encoding}: the answer may be compressed (RFC 9110, 12.5.3). */
	ACCEPT_ENCODING("accept-encoding");

	private final byte[] name;

	WatchedField(String name) {
		this.name = name.getBytes(StandardCharsets.US_ASCII);
	}

	/** The name in lower case, of letters and dashes. */
	byte[] lowerName() {
		return this.name;
	}

	/**
	 * Joins fields into one number.
	 * @param fields the fields
	 * @return a bit for each of them
	 */
	static int bits(Iterable<WatchedField> fields) {
		int bits = 0;
		for (WatchedField field : fields) {
			bits |= field.bit();
		}
		return bits;
	}

	int bit() {
		return 1 << ordinal();
	}

}
