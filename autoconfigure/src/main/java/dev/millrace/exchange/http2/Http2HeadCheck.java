package dev.millrace.exchange.http2;

import java.util.Map;

import dev.millrace.connection.MillracePipeline;
import dev.millrace.exchange.syntax.AsciiSet;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.util.ReferenceCountUtil;

/**
 * Resets an HTTP/2 stream whose pseudo-header fields are incomplete or malformed (RFC
 * 9113 section 8.3.1). Netty would throw when it makes a request of them, and leak a
 * buffer. Finds out whether a head is larger than the server allows, and resets a stream
 * whose trailers are.
 */
final class Http2HeadCheck extends ChannelInboundHandlerAdapter {

	static final String NAME = MillracePipeline.STREAM_HEAD;

	/** Bytes that RFC 9113 section 6.5.2 adds to the size of each field. */
	private static final int FIELD_OVERHEAD = 32;

	private final long limit;

	private boolean passed;

	private boolean refused;

	private boolean tooLarge;

	/**
	 * Creates the check of one stream.
	 * @param limit most bytes of the head, as RFC 9113 section 6.5.2 counts them
	 */
	Http2HeadCheck(long limit) {
		this.limit = limit;
	}

	/** Whether the head is larger than the server allows. */
	boolean tooLarge() {
		return this.tooLarge;
	}

	@Override
	public void channelRead(ChannelHandlerContext ctx, Object msg) {
		if (!this.refused && msg instanceof Http2HeadersFrame head) {
			if (this.passed) {
				this.refused = size(head.headers()) > this.limit;
			}
			else {
				this.passed = isComplete(head.headers());
				this.refused = !this.passed;
				this.tooLarge = size(head.headers()) > this.limit;
			}
			if (this.refused) {
				ctx.writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.PROTOCOL_ERROR));
			}
		}
		if (this.refused) {
			ReferenceCountUtil.release(msg);
		}
		else {
			ctx.fireChannelRead(msg);
		}
	}

	private static long size(Http2Headers fields) {
		long size = 0;
		for (Map.Entry<CharSequence, CharSequence> field : fields) {
			size += field.getKey().length() + field.getValue().length() + FIELD_OVERHEAD;
		}
		return size;
	}

	private static boolean isComplete(Http2Headers head) {
		CharSequence method = head.method();
		if (method == null || method.isEmpty() || !AsciiSet.TOKEN.containsAll(method)) {
			return false;
		}
		CharSequence path = head.path();
		return (path != null) ? isTarget(path) : HttpMethod.CONNECT.asciiName().contentEquals(method);
	}

	private static boolean isTarget(CharSequence path) {
		for (int i = 0; i < path.length(); i++) {
			if (path.charAt(i) <= ' ' || path.charAt(i) == 0x7F) {
				return false;
			}
		}
		return !path.isEmpty();
	}

}
