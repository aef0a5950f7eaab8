package dev.millrace.exchange.http1;

import dev.millrace.exchange.Exchange;
import dev.millrace.exchange.LengthLog;
import dev.millrace.exchange.RawMessage;
import dev.millrace.exchange.message.ServerLines;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpMethod;

/**
 * The bytes of a whole HTTP/1.1 response, cut to the length that it announced: a client
 * would read further bytes as the beginning of the next response.
 */
final class Http1RawAnswer {

	private final RawMessage message;

	private final ByteBuf bytes;

	private final boolean last;

	private final boolean endsWithClose;

	private final long bodyLength;

	/**
	 * Reads the bytes, and cuts off what is too long.
	 * @param exchange the exchange that is answered
	 * @param bytes the bytes
	 */
	Http1RawAnswer(Exchange exchange, ByteBuf bytes) {
		RawMessage message = RawMessage.of(bytes);
		this.message = message;
		this.bytes = bytes;
		boolean head = HttpMethod.HEAD.equals(exchange.method());
		boolean whole = message.whole(head) || message.hasBodyToCut(head);
		this.last = message.close() || !whole;
		this.endsWithClose = message.endsWithClose(head);
		if (!whole && !this.endsWithClose) {
			LengthLog.raw(exchange, message);
		}
		this.bodyLength = (long) message.bodyLength() - message.cut(bytes, head);
	}

	/** How many bytes of the body go out. */
	long bodyLength() {
		return this.bodyLength;
	}

	/** Whether no other response can follow on the same connection. */
	boolean isLast() {
		return this.last;
	}

	/**
	 * Returns what goes out; the bytes are released if they had to be copied.
	 * @param lines header lines that the response gets where it has no fields of its own
	 */
	ByteBuf with(ServerLines lines) {
		return RawMessage.withLines(this.bytes, this.message.missing(lines));
	}

	/** Whether nothing but the close can tell the client where the body ends. */
	boolean endsWithClose() {
		return this.endsWithClose;
	}

}
