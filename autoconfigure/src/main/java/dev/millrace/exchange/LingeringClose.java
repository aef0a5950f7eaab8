package dev.millrace.exchange;

import java.util.concurrent.TimeUnit;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import org.jspecify.annotations.Nullable;

/**
 * Closes by halves, so that a client that is still sending gets to read the answer before
 * the kernel resets the connection (RFC 9112 section 9.6): the output is shut down, then
 * what comes in is dropped until the client closes, for at most two seconds or 64 KB.
 */
final class LingeringClose {

	private static final int SECONDS = 2;

	private static final int LIMIT = 64 * 1024;

	private @Nullable ChannelHandlerContext context;

	private int dropped;

	boolean started() {
		return this.context != null;
	}

	/** Begins; closes through the context, past the handler that calls this. */
	void start(ChannelHandlerContext ctx) {
		if (started()) {
			return;
		}
		Channel closing = ctx.channel();
		this.context = ctx;
		SslHandler tls = ctx.pipeline().get(SslHandler.class);
		ctx.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener((written) -> {
			if (tls != null) {
				tls.closeOutbound();
			}
			if (closing instanceof DuplexChannel duplex) {
				duplex.shutdownOutput();
				ctx.executor().schedule(() -> ctx.close(), SECONDS, TimeUnit.SECONDS);
				ctx.read();
			}
			else {
				ctx.close();
			}
		});
	}

	/**
	 * Drops bytes.
	 * @param in what was received
	 * @return whether this is being closed at all
	 */
	boolean discard(ByteBuf in) {
		if (this.context == null) {
			return false;
		}
		this.dropped += in.readableBytes();
		in.skipBytes(in.readableBytes());
		if (this.dropped > LIMIT) {
			this.context.close();
		}
		return true;
	}

}
