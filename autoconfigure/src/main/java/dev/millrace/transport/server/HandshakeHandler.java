package dev.millrace.transport.server;

import java.nio.channels.ClosedChannelException;

import dev.millrace.connection.MillracePipeline;
import dev.millrace.connection.PeerFault;
import dev.millrace.connection.PeerLog;
import dev.millrace.connection.ServerConnection;
import dev.millrace.connection.TlsFacts;
import dev.millrace.exchange.ExchangeHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import reactor.netty.NettyPipeline;

/**
 * Waits behind TLS for the end of the handshake, when the protocol is known and its codec
 * stands in the pipeline. It is also installed where TLS may begin later, see
 * {@link FrontWatch}.
 */
final class HandshakeHandler extends ChannelInboundHandlerAdapter {

	static final String NAME = MillracePipeline.HANDSHAKE;

	private final PipelineInstaller installer;

	private final ExchangePipelines exchanges;

	private final ServerConnection connection;

	HandshakeHandler(PipelineInstaller installer, ExchangePipelines exchanges, ServerConnection connection) {
		this.installer = installer;
		this.exchanges = exchanges;
		this.connection = connection;
	}

	@Override
	public void userEventTriggered(ChannelHandlerContext ctx, Object evt) {
		if (evt instanceof SslHandshakeCompletionEvent handshake && !handshake.isSuccess()) {
			log(ctx, handshake.cause());
		}
		else if (evt instanceof SslHandshakeCompletionEvent) {
			this.connection.handshakeEnded(facts(ctx));
			if (ctx.pipeline().get(ExchangeHandler.NAME) == null && ctx.pipeline().get(Http1Settlement.NAME) == null
					&& ctx.pipeline().get(NettyPipeline.HttpCodec) != null) {
				this.installer.codecReady(ctx.pipeline(), this.exchanges, this.connection);
			}
			ctx.pipeline().remove(this);
		}
		ctx.fireUserEventTriggered(evt);
	}

	/**
	 * Logs a failed handshake, unless the client has just closed the connection, which is
	 * no fault.
	 */
	private static void log(ChannelHandlerContext ctx, Throwable cause) {
		if (!(cause instanceof ClosedChannelException)) {
			PeerLog.log(PeerFault.TLS_HANDSHAKE, ctx.channel().remoteAddress(), cause);
		}
	}

	private static TlsFacts facts(ChannelHandlerContext ctx) {
		SslHandler tls = ctx.pipeline().get(SslHandler.class);
		return TlsFacts.of(tls.engine(), tls.applicationProtocol());
	}

}
