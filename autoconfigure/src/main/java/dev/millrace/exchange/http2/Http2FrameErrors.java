package dev.millrace.exchange.http2;

import dev.millrace.connection.MillracePipeline;
import dev.millrace.connection.PeerFault;
import dev.millrace.connection.PeerLog;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Exception.StreamException;

/**
 * Stands behind the codec of an HTTP/2 connection and keeps errors of clients and broken
 * connections out of the log: the codec has handled them and has told the streams. At the
 * end of the pipeline Netty would log each as a warning with a stack trace.
 */
@Sharable
final class Http2FrameErrors extends ChannelInboundHandlerAdapter {

	static final String NAME = MillracePipeline.FRAME_ERRORS;

	static final Http2FrameErrors INSTANCE = new Http2FrameErrors();

	private Http2FrameErrors() {
	}

	@Override
	public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
		if (cause instanceof StreamException || !PeerLog.isPeers(cause)) {
			ctx.fireExceptionCaught(cause);
		}
		else if (cause instanceof Http2Exception) {
			PeerLog.log(PeerFault.HTTP_2, ctx.channel().remoteAddress(), cause);
		}
	}

}
