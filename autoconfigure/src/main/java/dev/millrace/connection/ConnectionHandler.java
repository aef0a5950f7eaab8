package dev.millrace.connection;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.FileRegion;

/**
 * First handler of a connection's pipeline, before TLS, so that the bytes it counts are
 * those of the wire and connections in their handshake exist.
 */
public final class ConnectionHandler extends ChannelDuplexHandler {

	/** Name of this handler in the pipeline. */
	public static final String NAME = "millrace.connection";

	private final ServerConnection connection;

	/**
	 * Creates the handler of a connection.
	 * @param connection the connection
	 */
	public ConnectionHandler(ServerConnection connection) {
		this.connection = connection;
	}

	@Override
	public void channelRead(ChannelHandlerContext ctx, Object msg) {
		if (msg instanceof ByteBuf bytes) {
			this.connection.received(bytes.readableBytes(), System.nanoTime());
		}
		ctx.fireChannelRead(msg);
	}

	@Override
	public void write(ChannelHandlerContext ctx, Object msg, ChannelPromise promise) {
		if (msg instanceof ByteBuf bytes) {
			this.connection.sent(bytes.readableBytes());
		}
		else if (msg instanceof FileRegion file) {
			this.connection.sent(file.count());
		}
		ctx.write(msg, promise);
	}

	@Override
	public void channelInactive(ChannelHandlerContext ctx) {
		this.connection.closed();
		ctx.fireChannelInactive();
	}

	@Override
	public void handlerRemoved(ChannelHandlerContext ctx) {
		this.connection.closed();
	}

}
