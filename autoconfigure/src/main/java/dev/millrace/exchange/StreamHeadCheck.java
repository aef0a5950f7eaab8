package dev.millrace.exchange;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.util.ReferenceCountUtil;

/**
 * Resets an HTTP/2 stream whose head lacks a part or has one that is none (RFC 9113
 * section 8.3.1). Netty would throw where it makes a request of it, and lose a buffer.
 */
final class StreamHeadCheck extends ChannelInboundHandlerAdapter {

	static final String NAME = "millrace.stream-head";

	private static final boolean[] TOKEN = Characters.of("!#$%&'*+-.^_`|~");

	private boolean passed;

	private boolean refused;

	@Override
	public void channelRead(ChannelHandlerContext ctx, Object msg) {
		if (this.passed) {
			ctx.fireChannelRead(msg);
			return;
		}
		if (!this.refused && msg instanceof Http2HeadersFrame head) {
			this.passed = isComplete(head.headers());
			this.refused = !this.passed;
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

	private static boolean isComplete(Http2Headers head) {
		CharSequence method = head.method();
		if (method == null || method.isEmpty()) {
			return false;
		}
		for (int i = 0; i < method.length(); i++) {
			if (method.charAt(i) >= TOKEN.length || !TOKEN[method.charAt(i)]) {
				return false;
			}
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
