package dev.millrace.exchange;

import java.util.Iterator;

import dev.millrace.exchange.message.FileRegionPart;
import dev.millrace.exchange.message.NettyMessages;
import io.netty.buffer.ByteBuf;
import io.netty.channel.FileRegion;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/**
 * The {@code Content-Length} that the head of an answer announced, and what of it is
 * still to come. A sender must not send a body of another length (RFC 9110 section 8.6):
 * a client takes bytes beyond it for the next answer, and the next answer for bytes that
 * are missing. Counts the body after all filters and before the encoder. Made only for
 * answers whose body comes in pieces; confined to the event loop.
 */
final class AnnouncedLength {

	private final long announced;

	private long left;

	private AnnouncedLength(long announced) {
		this.announced = announced;
		this.left = announced;
	}

	/**
	 * Corrects the length in a head that is about to go out. Leaves out answers without a
	 * body, whose {@code Content-Length} is that of another answer (HEAD, 304).
	 * @param exchange the exchange that is answered
	 * @param head the head
	 * @param http1 whether it goes out as HTTP/1.x
	 * @return the length of a body that is to come, {@code null} if the head tells none
	 */
	static @Nullable AnnouncedLength settle(Exchange exchange, HttpResponse head, boolean http1) {
		if (!exchange.allowsBody(head.status().code())) {
			return null;
		}
		HttpHeaders headers = head.headers();
		if (head instanceof FullHttpResponse full) {
			settle(headers, full.content().readableBytes());
			return null;
		}
		Iterator<String> values = headers.valueStringIterator(HttpHeaderNames.CONTENT_LENGTH);
		if (!values.hasNext()) {
			return null;
		}
		if (HttpUtil.isTransferEncodingChunked(head)) {
			// RFC 9112 section 6.2: not both. The chunks are right in any case.
			headers.remove(HttpHeaderNames.CONTENT_LENGTH);
			return null;
		}
		long length = digits(values.next());
		boolean several = values.hasNext();
		if (length >= 0 && agrees(length, values)) {
			if (several) {
				headers.set(HttpHeaderNames.CONTENT_LENGTH, length);
			}
			return new AnnouncedLength(length);
		}
		LengthLog.invalid(exchange, headers.getAll(HttpHeaderNames.CONTENT_LENGTH));
		headers.remove(HttpHeaderNames.CONTENT_LENGTH);
		if (http1 && !exchange.version().equals(HttpVersion.HTTP_1_0)) {
			headers.set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
		}
		return null;
	}

	/** Sets the length of a body that is at hand: no other can be right. */
	private static void settle(HttpHeaders headers, int length) {
		if (headers.containsValue(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED, true)) {
			headers.remove(HttpHeaderNames.CONTENT_LENGTH);
			return;
		}
		Iterator<String> values = headers.valueStringIterator(HttpHeaderNames.CONTENT_LENGTH);
		if (!values.hasNext() || digits(values.next()) != length || values.hasNext()) {
			headers.set(HttpHeaderNames.CONTENT_LENGTH, length);
		}
	}

	private static boolean agrees(long length, Iterator<String> values) {
		while (values.hasNext()) {
			if (digits(values.next()) != length) {
				return false;
			}
		}
		return true;
	}

	/** Reads the number in a field value; returns -1 if it is not a number. */
	private static long digits(String value) {
		int end = value.length();
		long number = (end == 0 || end > 18) ? -1 : 0;
		for (int i = 0; i < end && number >= 0; i++) {
			int digit = value.charAt(i) - '0';
			number = (digit < 0 || digit > 9) ? -1 : 10 * number + digit;
		}
		return number;
	}

	/**
	 * Counts a message.
	 * @param msg a piece of the body
	 * @return whether all of it may go out
	 */
	boolean admits(Object msg) {
		long length = NettyMessages.length(msg);
		if (length > this.left) {
			return false;
		}
		this.left -= length;
		return true;
	}

	/**
	 * Takes from a message, which is too long, what still belongs to the body.
	 * @param msg the message, which is released
	 * @return the part that may go out, never the last message of an answer; {@code null}
	 * for none
	 */
	@Nullable Object cut(Object msg) {
		long length = this.left;
		this.left = 0;
		if (length == 0) {
			ReferenceCountUtil.release(msg);
			return null;
		}
		if (msg instanceof FileRegion file) {
			return new FileRegionPart(file, length);
		}
		try {
			if (msg instanceof ByteBuf bytes) {
				return bytes.readRetainedSlice((int) length);
			}
			if (msg instanceof Http2DataFrame data) {
				return new DefaultHttp2DataFrame(data.content().readRetainedSlice((int) length), false);
			}
			return new DefaultHttpContent(((HttpContent) msg).content().readRetainedSlice((int) length));
		}
		finally {
			ReferenceCountUtil.release(msg);
		}
	}

	/** How long the body is to be. */
	long announced() {
		return this.announced;
	}

	/** How much of the body was given. */
	long given() {
		return this.announced - this.left;
	}

	/** Whether the body must not end yet. */
	boolean isMissing() {
		return this.left > 0;
	}

}
