package dev.millrace.exchange;

import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Exception.StreamException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands behind the codec of an HTTP/2 connection and keeps what a client did wrong out
 * of the log: the codec answers it with GOAWAY, and passes it on to no one, which Netty
 * would warn of with a stack trace for each connection.
 */
@Sharable
final class FrameErrors extends ChannelInboundHandlerAdapter {

	static final String NAME = "millrace.frame-errors";

	static final FrameErrors INSTANCE = new FrameErrors();

	private static final Logger logger = LoggerFactory.getLogger(FrameErrors.class);

	private FrameErrors() {
	}

	@Override
	public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
		if (cause instanceof Http2Exception && !(cause instanceof StreamException)) {
			logger.debug("Closing {} after a violation of HTTP/2", ctx.channel(), cause);
		}
		else {
			ctx.fireExceptionCaught(cause);
		}
	}

}
