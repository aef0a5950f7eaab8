package dev.millrace.exchange.syntax;

import io.netty.buffer.ByteBuf;

/**
 * Empty lines before a request, which a server should ignore: RFC 9112 section 2.2.
 */
public final class EmptyLines {

	private EmptyLines() {
	}

	/**
	 * Skips empty lines.
	 * @param in readable bytes that were received
	 * @return whether other bytes follow
	 */
	public static boolean skip(ByteBuf in) {
		while (in.getByte(in.readerIndex()) == '\r') {
			if (in.readableBytes() == 1) {
				return false;
			}
			if (in.getByte(in.readerIndex() + 1) != '\n') {
				return true;
			}
			in.skipBytes(2);
			if (!in.isReadable()) {
				return false;
			}
		}
		return true;
	}

}
