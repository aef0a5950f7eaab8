package dev.millrace.exchange;

/**
 * The grammar of Host, RFC 9110 section 7.2: a host as in RFC 3986 section 3.2.2, and
 * perhaps a port. An address may have a zone (RFC 6874, {@code [fe80::1%25eth0]}), which
 * WebFlux accepts too. Nothing looks the host up here.
 */
final class HostName {

	private static final boolean[] NAME = Characters.of("-._~%!$&'()*+,;=");

	private static final boolean[] LITERAL = Characters.of("-._~!$&'()*+,;=:%");

	private HostName() {
	}

	static boolean isValid(String host) {
		int length = host.length();
		int end = 0;
		if (length > 0 && host.charAt(0) == '[') {
			end = Characters.skip(LITERAL, host, 1);
			if (end == 1 || end >= length || host.charAt(end) != ']') {
				return false;
			}
			end++;
		}
		else {
			end = Characters.skip(NAME, host, 0);
		}
		return end == length || (host.charAt(end) == ':' && isPort(host, end + 1));
	}

	private static boolean isPort(String host, int start) {
		for (int i = start; i < host.length(); i++) {
			if (host.charAt(i) < '0' || host.charAt(i) > '9') {
				return false;
			}
		}
		return host.length() - start <= 5;
	}

}
