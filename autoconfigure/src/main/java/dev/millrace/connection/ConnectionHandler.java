package dev.millrace.connection;

import java.io.IOException;

import dev.millrace.worker.CloseReason;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.FileRegion;

/**
 * First handler of a connection's pipeline, before TLS, so that the bytes it counts are
 * those of the wire and connections in their handshake exist. Holds back reads of a
 * connection that goes too fast.
 */
public final class ConnectionHandler extends ChannelDuplexHandler {

	/** Name of this handler in the pipeline. */
	public static final String NAME = MillracePipeline.CONNECTION;

	private final ServerConnection connection;

	private final WireProgress wire;

	/**
	 * Creates the handler of a connection.
	 * @param connection the connection
	 */
	public ConnectionHandler(ServerConnection connection) {
		this.connection = connection;
		this.wire = connection.wire();
	}

	@Override
	public void handlerAdded(ChannelHandlerContext ctx) {
		this.wire.added(ctx);
	}

	@Override
	public void channelRead(ChannelHandlerContext ctx, Object msg) {
		if (msg instanceof ByteBuf bytes) {
			this.wire.received(bytes.readableBytes());
		}
		ctx.fireChannelRead(msg);
	}

	@Override
	public void channelReadComplete(ChannelHandlerContext ctx) {
		ctx.fireChannelReadComplete();
		this.wire.readEnded();
	}

	@Override
	public void read(ChannelHandlerContext ctx) {
		if (!this.wire.throttled()) {
			ctx.read();
		}
	}

	@Override
	public void write(ChannelHandlerContext ctx, Object msg, ChannelPromise promise) {
		if (msg instanceof ByteBuf bytes) {
			this.wire.sent(bytes.readableBytes(), bytes.readableBytes());
		}
		else if (msg instanceof FileRegion file) {
			this.wire.sent(file.count(), 0);
		}
		ctx.write(msg, promise);
	}

	@Override
	public void flush(ChannelHandlerContext ctx) {
		ctx.flush();
		this.wire.flushed();
	}

	@Override
	public void close(ChannelHandlerContext ctx, ChannelPromise promise) {
		this.connection.closing(this.connection.draining() ? CloseReason.SHUTDOWN : CloseReason.SERVER);
		ctx.close(promise);
	}

	@Override
	public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
		this.connection.closing((cause instanceof IOException) ? CloseReason.RESET : CloseReason.ERROR);
		ctx.fireExceptionCaught(cause);
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
