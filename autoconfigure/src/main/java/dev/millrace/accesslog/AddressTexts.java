package dev.millrace.accesslog;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.security.GeneralSecurityException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import dev.millrace.connection.accept.AddressNetwork;
import io.netty.channel.unix.DomainSocketAddress;

/**
 * Formats the addresses of clients for lines, and remembers the texts of recent ones.
 * Confined to one event loop.
 */
final class AddressTexts {

	private static final String ALGORITHM = "HmacSHA256";

	private static final int HASH_BYTES = 8;

	/**
	 * Stands for a peer that connects over a Unix domain socket; nginx writes the same.
	 */
	private static final String LOCAL = "unix:";

	/** Number of addresses whose text is remembered. */
	private static final int REMEMBERED = 4096;

	private final Map<InetAddress, String> texts = new HashMap<>();

	private final AddressDetail detail;

	private final byte[] key;

	AddressTexts(AddressDetail detail, byte[] key) {
		this.detail = detail;
		this.key = key;
	}

	String text(SocketAddress address) {
		if (address instanceof DomainSocketAddress) {
			return LOCAL;
		}
		if (!(address instanceof InetSocketAddress inet) || inet.getAddress() == null) {
			return "-";
		}
		InetAddress ip = inet.getAddress();
		String known = this.texts.get(ip);
		if (known != null) {
			return known;
		}
		if (this.texts.size() >= REMEMBERED) {
			this.texts.clear();
		}
		String text = switch (this.detail) {
			case FULL -> ip.getHostAddress();
			case PREFIX -> AddressNetwork.of(ip).address().getHostAddress();
			case HASH -> hash(ip.getAddress());
		};
		this.texts.put(ip, text);
		return text;
	}

	private String hash(byte[] address) {
		try {
			Mac mac = Mac.getInstance(ALGORITHM);
			mac.init(new SecretKeySpec(this.key, ALGORITHM));
			return HexFormat.of().formatHex(mac.doFinal(address), 0, HASH_BYTES);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("Every Java platform has " + ALGORITHM, ex);
		}
	}

}
