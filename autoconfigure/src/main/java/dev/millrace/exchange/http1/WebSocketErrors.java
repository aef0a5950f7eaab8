package dev.millrace.exchange.http1;

import dev.millrace.connection.MillracePipeline;
import dev.millrace.connection.PeerFault;
import dev.millrace.connection.PeerLog;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.util.ReferenceCountUtil;
import reactor.netty.channel.ChannelOperations;
import reactor.netty.http.websocket.WebsocketInbound;

/**
 * The last handler of a WebSocket before Reactor Netty's bridge, behind the aggregator of
 * frames. Errors of the client go on to the application that receives its messages. Where
 * it receives none, or the connection is gone, Reactor Netty would log each with its
 * stack trace.
 */
@Sharable
final class WebSocketErrors extends ChannelInboundHandlerAdapter {

	/** Reactor Netty adds the application's handlers before those of this prefix. */
	static final String NAME = MillracePipeline.WEBSOCKET_ERRORS;

	static final WebSocketErrors INSTANCE = new WebSocketErrors();

	private WebSocketErrors() {
	}

	@Override
	public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
		if (!PeerLog.isPeers(cause)) {
			ctx.fireExceptionCaught(cause);
			return;
		}
		if (!(cause instanceof DecoderException) || !ctx.channel().isActive()) {
			// The end of the connection tells the application.
			return;
		}
		PeerLog.log(PeerFault.WEB_SOCKET, ctx.channel().remoteAddress(), cause);
		if (ChannelOperations.get(ctx.channel()) instanceof WebsocketInbound in) {
			// Takes the error where the application does not receive; is refused where it
			// does.
			in.receiveObject().subscribe(ReferenceCountUtil::release, (refused) -> {
			});
		}
		ctx.fireExceptionCaught(cause);
	}

}
