package dev.millrace.exchange;

import java.util.concurrent.TimeUnit;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Closes by halves, so that a client that is still sending gets to read the answer before
 * the kernel resets the connection (RFC 9112 section 9.6): the output is shut down, then
 * what comes in is dropped until the client closes, pauses for {@value #PAUSE_SECONDS}
 * seconds, or has gone on for thirty. These are the bounds of nginx; one of bytes would
 * cut off an upload whose client reads only at its end. A client that missed a deadline
 * gets {@value #SHORT_SECONDS} seconds in all.
 */
final class LingeringClose implements Runnable {

	static final int PAUSE_SECONDS = 5;

	static final int LONGEST_SECONDS = 30;

	static final int SHORT_SECONDS = 2;

	private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(PAUSE_SECONDS);

	private @Nullable ChannelHandlerContext context;

	private @Nullable Future<?> timer;

	private long longestNanos;

	private long startNanos;

	private long lastNanos;

	boolean started() {
		return this.context != null;
	}

	/**
	 * Begins; closes through the context, past the handler that calls this.
	 * @param ctx the context
	 * @param late whether the client missed a deadline
	 */
	void start(ChannelHandlerContext ctx, boolean late) {
		if (started()) {
			return;
		}
		this.context = ctx;
		this.longestNanos = TimeUnit.SECONDS.toNanos(late ? SHORT_SECONDS : LONGEST_SECONDS);
		ctx.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener((written) -> shutdownOutput(ctx));
		// A client that reads nothing before it has sent all must get rid of it first.
		ctx.read();
	}

	private void shutdownOutput(ChannelHandlerContext ctx) {
		Channel closing = ctx.channel();
		SslHandler tls = ctx.pipeline().get(SslHandler.class);
		if (tls != null) {
			tls.closeOutbound();
		}
		if (!(closing instanceof DuplexChannel duplex) || !closing.isActive()) {
			ctx.close();
			return;
		}
		duplex.shutdownOutput();
		this.startNanos = nanos(ctx);
		this.lastNanos = this.startNanos;
		await(ctx);
		closing.closeFuture().addListener((closed) -> stop());
		ctx.read();
	}

	private static long nanos(ChannelHandlerContext ctx) {
		return ctx.executor().ticker().nanoTime();
	}

	/** Waits for what is left of the time, or closes. */
	private void await(ChannelHandlerContext ctx) {
		long now = nanos(ctx);
		long left = Math.min(PAUSE_NANOS - (now - this.lastNanos), this.longestNanos - (now - this.startNanos));
		if (left > 0) {
			this.timer = ctx.executor().schedule(this, left, TimeUnit.NANOSECONDS);
		}
		else {
			ctx.close();
		}
	}

	private void stop() {
		if (this.timer != null) {
			this.timer.cancel(false);
		}
	}

	@Override
	public void run() {
		if (this.context != null) {
			await(this.context);
		}
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
		this.lastNanos = nanos(this.context);
		in.skipBytes(in.readableBytes());
		return true;
	}

}
