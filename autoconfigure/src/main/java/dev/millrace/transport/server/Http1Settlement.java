package dev.millrace.transport.server;

import dev.millrace.connection.MillracePipeline;
import dev.millrace.connection.ServerConnection;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpServerCodec;
import reactor.netty.NettyPipeline;

/**
 * Stands before Netty's HTTP/1.1 codec on connections whose first bytes decide what they
 * are, see {@link FrontWatch}. Bytes that arrive here have passed all handlers that
 * decide, so Netty's codec is replaced by Millrace's now. It is not replaced before,
 * because those handlers expect Reactor Netty's pipeline. If there is no codec, the bytes
 * are not HTTP and pass unchanged. Confined to the event loop.
 */
final class Http1Settlement extends ChannelInboundHandlerAdapter {

	static final String NAME = MillracePipeline.HTTP1_SETTLEMENT;

	private final PipelineInstaller installer;

	private final ExchangePipelines exchanges;

	private final ServerConnection connection;

	Http1Settlement(PipelineInstaller installer, ExchangePipelines exchanges, ServerConnection connection) {
		this.installer = installer;
		this.exchanges = exchanges;
		this.connection = connection;
	}

	@Override
	public void channelRead(ChannelHandlerContext ctx, Object msg) {
		if (ctx.pipeline().get(NettyPipeline.HttpCodec) instanceof HttpServerCodec) {
			this.installer.codecReady(ctx.pipeline(), this.exchanges, this.connection);
			if (!PipelineInstaller.encrypted(ctx.pipeline()) && ctx.pipeline().get(HandshakeHandler.class) != null) {
				ctx.pipeline().remove(HandshakeHandler.class);
			}
		}
		ctx.pipeline().remove(this);
		ctx.fireChannelRead(msg);
	}

}
