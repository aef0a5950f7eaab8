package dev.millrace.exchange.forwarded;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

import io.netty.util.NetUtil;
import org.jspecify.annotations.Nullable;

/**
 * Reads the addresses that proxies write.
 */
final class ForwardedAddress {

	private static final int HIGHEST_PORT = 65_535;

	private ForwardedAddress() {
	}

	/**
	 * Reads an IPv4 address, or an IPv6 address with or without brackets, and a port
	 * behind it, which an IPv6 address without brackets cannot have.
	 * @param text the text
	 * @return the address, with port 0 if there is none, or {@code null} for any other
	 * text: names are not looked up
	 */
	static @Nullable InetSocketAddress parse(String text) {
		int hostEnd = text.length();
		int port = 0;
		int colon = text.lastIndexOf(':');
		boolean bracketed = text.startsWith("[");
		if (colon > 0 && (bracketed ? text.charAt(colon - 1) == ']' : text.indexOf(':') == colon)) {
			port = port(text, colon + 1);
			hostEnd = colon;
		}
		if (port < 0 || (bracketed && (hostEnd < 2 || text.charAt(hostEnd - 1) != ']'))) {
			return null;
		}
		String host = bracketed ? text.substring(1, hostEnd - 1) : text.substring(0, hostEnd);
		byte[] address = (bracketed && host.indexOf(':') < 0) ? null : NetUtil.createByteArrayFromIpAddressString(host);
		try {
			return (address != null) ? new InetSocketAddress(InetAddress.getByAddress(address), port) : null;
		}
		catch (UnknownHostException ex) {
			return null;
		}
	}

	private static int port(String text, int from) {
		int port = 0;
		for (int i = from; i < text.length(); i++) {
			int digit = text.charAt(i) - '0';
			if (digit < 0 || digit > 9 || port > HIGHEST_PORT) {
				return -1;
			}
			port = port * 10 + digit;
		}
		return (from < text.length() && port <= HIGHEST_PORT) ? port : -1;
	}

}
