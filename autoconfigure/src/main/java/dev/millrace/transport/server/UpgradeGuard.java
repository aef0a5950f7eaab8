package dev.millrace.transport.server;

import dev.millrace.connection.MillracePipeline;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerUpgradeHandler;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.ReferenceCountUtil;

/**
 * Refuses an HTTP/1.1 request that asked for HTTP/2 and was not upgraded by Netty: no
 * handler of exchanges stands in the pipeline at that time, so it would reach WebFlux
 * past all filters.
 */
final class UpgradeGuard extends ChannelInboundHandlerAdapter {

	static final String NAME = MillracePipeline.UPGRADE;

	private boolean refused;

	@Override
	public void channelRead(ChannelHandlerContext ctx, Object msg) {
		if (msg instanceof HttpRequest || this.refused) {
			ReferenceCountUtil.release(msg);
			if (!this.refused) {
				this.refused = true;
				DefaultFullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1,
						HttpResponseStatus.BAD_REQUEST, Unpooled.EMPTY_BUFFER);
				response.headers()
					.set(HttpHeaderNames.CONTENT_LENGTH, 0)
					.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
				ctx.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
			}
			return;
		}
		ctx.fireChannelRead(msg);
	}

	@Override
	public void userEventTriggered(ChannelHandlerContext ctx, Object evt) {
		if (evt instanceof HttpServerUpgradeHandler.UpgradeEvent) {
			ctx.pipeline().remove(this);
		}
		ctx.fireUserEventTriggered(evt);
	}

}
