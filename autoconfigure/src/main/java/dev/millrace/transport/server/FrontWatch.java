package dev.millrace.transport.server;

import dev.millrace.connection.MillracePipeline;
import dev.millrace.connection.ServerConnection;
import dev.millrace.exchange.ExchangeHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import reactor.netty.NettyPipeline;

/**
 * Stands at the head of a connection whose first bytes decide what the connection is: TLS
 * or clear text where {@code server.secure(spec, true)} redirects, or the choice of a
 * handler of the application that stands before the codec, such as Netty's {@code
 * OptionalSslHandler}. After each read it looks which handlers are in the pipeline now
 * and tells the connection; it removes itself once the protocol is known. Confined to the
 * event loop.
 */
final class FrontWatch extends ChannelInboundHandlerAdapter {

	static final String NAME = MillracePipeline.FRONT;

	private final ServerConnection connection;

	private boolean handshake;

	FrontWatch(ServerConnection connection) {
		this.connection = connection;
	}

	@Override
	public void channelReadComplete(ChannelHandlerContext ctx) {
		ctx.fireChannelReadComplete();
		if (ctx.isRemoved() || !ctx.channel().isActive()) {
			return;
		}
		ChannelPipeline pipeline = ctx.pipeline();
		if (pipeline.get(ExchangeHandler.NAME) != null || this.connection.protocol().multiplexed()) {
			pipeline.remove(this);
		}
		else if (PipelineInstaller.encrypted(pipeline)) {
			if (!this.handshake && !this.connection.secure()) {
				this.handshake = true;
				this.connection.handshakeStarted();
			}
		}
		else if (pipeline.get(NettyPipeline.HttpTrafficHandler) == null) {
			// Another protocol: a handler of the application has removed HTTP.
			this.connection.handedOver();
			pipeline.remove(this);
		}
	}

}
