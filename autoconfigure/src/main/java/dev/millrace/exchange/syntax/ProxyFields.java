package dev.millrace.exchange.syntax;

import io.netty.util.AsciiString;

/**
 * The names of header fields by which proxies say who their client is.
 */
public final class ProxyFields {

	/** RFC 7239 section 4. */
	public static final AsciiString FORWARDED = AsciiString.cached("forwarded");

	public static final AsciiString REAL_IP = AsciiString.cached("x-real-ip");

	private static final AsciiString PREFIX = AsciiString.cached("x-forwarded-");

	private ProxyFields() {
	}

	/**
	 * Tells whether a field says something of a client behind a proxy.
	 * @param name name of the field, in any case
	 * @return whether it is {@code Forwarded}, {@code X-Real-IP}, or begins with
	 * {@code X-Forwarded-}
	 */
	public static boolean include(CharSequence name) {
		if (name.length() < FORWARDED.length()) {
			return false;
		}
		char first = name.charAt(0);
		if (first == 'f' || first == 'F') {
			return FORWARDED.contentEqualsIgnoreCase(name);
		}
		return (first == 'x' || first == 'X') && (AsciiString.regionMatches(name, true, 0, PREFIX, 0, PREFIX.length())
				|| REAL_IP.contentEqualsIgnoreCase(name));
	}

}
