package dev.millrace.transport.server;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.Http2Settings;

/**
 * The field {@code HTTP2-Settings} of a request that asks for an upgrade to HTTP/2. A
 * server must not upgrade where it is missing, repeated or malformed (RFC 7540 section
 * 3.2.1); Netty refuses such an upgrade too, with a stack trace in the log for each.
 * Asked only for requests that name {@code h2c}, of which a connection has one at most.
 */
final class UpgradeSettings {

	private static final String FIELD = "\nhttp2-settings:";

	/** Bytes of a setting (RFC 9113 section 6.5.1): identifier and value. */
	private static final int SETTING = Short.BYTES + Integer.BYTES;

	private UpgradeSettings() {
	}

	/**
	 * Whether the field is there, once, and valid.
	 * @param head the head of the request, as it was received
	 */
	static boolean areValid(String head) {
		String names = head.toLowerCase(Locale.ROOT);
		int field = names.indexOf(FIELD);
		if (field < 0 || names.indexOf(FIELD, field + 1) >= 0) {
			return false;
		}
		return isValid(head.substring(field + FIELD.length(), head.indexOf('\n', field + 1)).trim());
	}

	@SuppressWarnings("ModifiedButNotUsed") // each value is checked when it is put
	private static boolean isValid(String value) {
		try {
			ByteBuf settings = Unpooled
				.wrappedBuffer(Base64.getUrlDecoder().decode(value.getBytes(StandardCharsets.ISO_8859_1)));
			if (settings.readableBytes() % SETTING != 0) {
				return false;
			}
			Http2Settings checked = new Http2Settings();
			while (settings.isReadable()) {
				checked.put((char) settings.readUnsignedShort(), Long.valueOf(settings.readUnsignedInt()));
			}
			return true;
		}
		catch (IllegalArgumentException ex) {
			return false;
		}
	}

}
