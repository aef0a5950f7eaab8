package dev.millrace.exchange.message;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import org.jspecify.annotations.Nullable;

/**
 * Frames answers whose body is at hand as HTTP objects, on each protocol: what
 * {@code Content-Length} says (RFC 9110 section 8.6), and whether the body goes out
 * (section 6.4.1).
 */
public final class FullAnswers {

	private FullAnswers() {
	}

	/**
	 * Tells whether a response may have a body.
	 * @param status its status code
	 * @return whether it may, RFC 9110 sections 15.2, 15.3.5 and 15.4.5
	 */
	public static boolean allowsBody(int status) {
		return status >= 200 && status != 204 && status != 304;
	}

	/**
	 * Sets the length of the body, or removes it where the status allows no body. An
	 * answer to HEAD says the length of the body of GET: that of the body at hand, which
	 * is not sent, or the length that its maker has set where there is no body at hand.
	 * @param headers the headers of the answer
	 * @param said the length that the maker of the answer says, if any
	 * @param status status code
	 * @param head whether a HEAD request is answered
	 * @param length number of bytes of the body at hand
	 */
	public static void announce(HttpHeaders headers, @Nullable String said, int status, boolean head, int length) {
		if (!allowsBody(status)) {
			headers.remove(HttpHeaderNames.CONTENT_LENGTH);
		}
		else if (head && length == 0 && said != null) {
			headers.set(HttpHeaderNames.CONTENT_LENGTH, said);
		}
		else {
			headers.set(HttpHeaderNames.CONTENT_LENGTH, length);
		}
	}

	/**
	 * Makes the message.
	 * @param version version of the message
	 * @param status status
	 * @param headers headers, taken over
	 * @param body the body, taken over; released where it does not belong to the message
	 * @param head whether a HEAD request is answered
	 * @return the message
	 */
	public static FullHttpResponse message(HttpVersion version, HttpResponseStatus status, HttpHeaders headers,
			ByteBuf body, boolean head) {
		ByteBuf sent = body;
		if (head || !allowsBody(status.code())) {
			body.release();
			sent = Unpooled.EMPTY_BUFFER;
		}
		return new DefaultFullHttpResponse(version, status, sent, headers,
				DefaultHttpHeadersFactory.trailersFactory().newEmptyHeaders());
	}

}
