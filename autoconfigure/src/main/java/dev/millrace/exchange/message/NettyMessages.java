package dev.millrace.exchange.message;

import java.util.function.UnaryOperator;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelPromise;
import io.netty.channel.FileRegion;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.util.ReferenceCountUtil;
import reactor.netty.channel.AbortedException;

/**
 * Tells the kinds of messages in a pipeline apart. Reactor Netty writes many kinds:
 * {@code ByteBuf} and {@code FileRegion} on HTTP/1.1, {@code Http2DataFrame} on HTTP/2,
 * {@code HttpContent} on both. The kinds that nearly all messages have are asked for
 * first, by identity or class.
 */
@SuppressWarnings("ReferenceEquality") // there is one empty last content
public final class NettyMessages {

	private static final Object EMPTY_LAST = LastHttpContent.EMPTY_LAST_CONTENT;

	private NettyMessages() {
	}

	public static boolean isRequest(Object msg) {
		return msg.getClass() == DefaultHttpRequest.class || msg instanceof HttpRequest;
	}

	/** Whether a request has no body, by its head (RFC 9112 section 6.3). */
	public static boolean isWhole(HttpRequest request) {
		return request.decoderResult().isFailure()
				|| (!HttpUtil.isTransferEncodingChunked(request) && HttpUtil.getContentLength(request, 0L) == 0);
	}

	/** The head of an aggregated request. */
	public static HttpRequest head(FullHttpRequest full) {
		return new DefaultHttpRequest(full.protocolVersion(), full.method(), full.uri(), full.headers());
	}

	/** The body of an aggregated request; takes it over. */
	public static LastHttpContent end(FullHttpRequest full) {
		return new DefaultLastHttpContent(full.content(), full.trailingHeaders());
	}

	public static boolean isHttp(Object msg) {
		return msg == EMPTY_LAST || msg.getClass() == DefaultHttpRequest.class || msg instanceof HttpObject;
	}

	public static boolean isContent(Object msg) {
		return msg == EMPTY_LAST || msg instanceof HttpContent;
	}

	/** Whether a message is, or contains, the end of a request or response. */
	public static boolean isLast(Object msg) {
		return msg == EMPTY_LAST || msg instanceof LastHttpContent
				|| (msg instanceof Http2DataFrame data && data.isEndStream());
	}

	/** Whether a message is a response before the response: 1xx, but not 101. */
	public static boolean isInterim(Object msg) {
		return msg instanceof HttpResponse response && response.status().code() < 200
				&& response.status().code() != 101;
	}

	/**
	 * Drops what the application writes after its answer was ended here: a drain ended a
	 * stream, or the request was refused after it was passed on. The write fails as if
	 * the client had left, which cancels the application's publisher. A write that
	 * succeeds would let the publisher continue as fast as it can. It has to be Reactor
	 * Netty's exception: Spring knows it, and logs any other as an error of the
	 * application, a stack trace for each stream that a shutdown ends.
	 */
	public static void drop(Object msg, ChannelPromise promise) {
		ReferenceCountUtil.release(msg);
		promise.tryFailure(AbortedException.beforeSend());
	}

	/** Number of bytes of the body that a message carries. */
	public static long length(Object msg) {
		if (msg instanceof ByteBuf bytes) {
			return bytes.readableBytes();
		}
		if (msg instanceof HttpContent content) {
			return content.content().readableBytes();
		}
		if (msg instanceof FileRegion file) {
			return file.count();
		}
		return (msg instanceof Http2DataFrame data) ? data.content().readableBytes() : 0;
	}

	/**
	 * Replaces the bytes of a response body that a message carries.
	 * @param msg the message, taken over
	 * @param alloc where to read a file into
	 * @param change makes the new bytes, takes the old ones over
	 * @return the message with the new bytes
	 */
	public static Object withContent(Object msg, ByteBufAllocator alloc, UnaryOperator<ByteBuf> change) {
		if (msg instanceof ByteBuf bytes) {
			return change.apply(bytes);
		}
		if (msg instanceof FullHttpResponse full) {
			return full.content().isReadable() ? full.replace(change.apply(full.content())) : full;
		}
		if (msg instanceof LastHttpContent last) {
			return last.content().isReadable() ? last.replace(change.apply(last.content())) : last;
		}
		if (msg instanceof HttpContent content) {
			return content.replace(change.apply(content.content()));
		}
		if (msg instanceof Http2DataFrame data && data.content().isReadable()) {
			return new DefaultHttp2DataFrame(change.apply(data.content()), data.isEndStream(), data.padding());
		}
		if (msg instanceof FileRegion file) {
			return new DefaultHttpContent(change.apply(FilePieces.readWhole(alloc, file)));
		}
		return msg;
	}

}
