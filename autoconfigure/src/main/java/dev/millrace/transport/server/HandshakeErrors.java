package dev.millrace.transport.server;

import dev.millrace.connection.MillracePipeline;
import dev.millrace.connection.PeerLog;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.ApplicationProtocolNegotiationHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import org.jspecify.annotations.Nullable;

/**
 * Stands right behind TLS and keeps handshakes that fail out of the log: Netty's handler
 * of ALPN, which follows, warns of each with two stack traces. A failed handshake is told
 * to all handlers except that one, which has no protocol to choose then.
 */
@Sharable
final class HandshakeErrors extends ChannelInboundHandlerAdapter {

	static final String NAME = MillracePipeline.HANDSHAKE_ERRORS;

	static final HandshakeErrors INSTANCE = new HandshakeErrors();

	private HandshakeErrors() {
	}

	@Override
	public void userEventTriggered(ChannelHandlerContext ctx, Object evt) {
		ChannelHandlerContext choice = negotiation(ctx);
		if (choice == null || !(evt instanceof SslHandshakeCompletionEvent handshake) || handshake.isSuccess()) {
			ctx.fireUserEventTriggered(evt);
			return;
		}
		choice.fireUserEventTriggered(evt);
		ctx.close();
	}

	@Override
	public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
		ChannelHandlerContext choice = negotiation(ctx);
		if (choice == null) {
			ctx.fireExceptionCaught(cause);
		}
		else if (PeerLog.isPeers(cause)) {
			// HandshakeHandler logs it with the end of the handshake.
			ctx.close();
		}
		else {
			choice.fireExceptionCaught(cause);
		}
	}

	private static @Nullable ChannelHandlerContext negotiation(ChannelHandlerContext ctx) {
		return ctx.pipeline().context(ApplicationProtocolNegotiationHandler.class);
	}

}
