package dev.millrace.exchange.syntax;

import io.netty.util.NetUtil;

/**
 * The grammar of Host, RFC 9110 section 7.2: a host as in RFC 3986 section 3.2.2, and
 * perhaps a port. User information is refused, as RFC 9110 section 4.2.4 asks for. An
 * address in brackets is an IPv6 address, perhaps with a zone (RFC 6874,
 * {@code [fe80::1%25eth0]}), which WebFlux accepts too; an address of a later version is
 * refused, as RFC 3986 tells those to do that do not know it. Nothing looks the host up
 * here.
 */
final class HostName {

	private static final AsciiSet NAME = AsciiSet.alphanumericAnd("-._~%!$&'()*+,;=");

	private static final AsciiSet ZONE = AsciiSet.alphanumericAnd("-._~%");

	private static final int PORT_DIGITS = 5;

	private HostName() {
	}

	static boolean isValid(String host) {
		int end = host.startsWith("[") ? literalEnd(host) : NAME.skip(host, 0);
		return end == host.length() || (end >= 0 && host.charAt(end) == ':' && isPort(host, end + 1));
	}

	/** The index behind an address in brackets, or -1 if it is none. */
	private static int literalEnd(String host) {
		int end = host.indexOf(']');
		if (end < 0) {
			return -1;
		}
		int zone = host.indexOf('%');
		boolean zoned = zone >= 0 && zone < end;
		if (zoned && (zone + 1 == end || ZONE.skip(host, zone) != end)) {
			return -1;
		}
		return NetUtil.isValidIpV6Address(host.substring(1, zoned ? zone : end)) ? end + 1 : -1;
	}

	/**
	 * Whether the rest is a port: up to five digits behind leading zeros, or nothing.
	 */
	private static boolean isPort(String host, int start) {
		int first = start;
		while (first < host.length() && host.charAt(first) == '0') {
			first++;
		}
		for (int i = first; i < host.length(); i++) {
			if (host.charAt(i) < '0' || host.charAt(i) > '9') {
				return false;
			}
		}
		return host.length() - first <= PORT_DIGITS;
	}

	/**
	 * Takes an empty port off a valid host: {@code a:} is {@code a}, RFC 3986 section
	 * 6.2.3. Reactor Netty cannot read an empty port and would answer 400.
	 */
	static String withoutEmptyPort(String host) {
		return host.endsWith(":") ? host.substring(0, host.length() - 1) : host;
	}

}
