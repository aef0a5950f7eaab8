package dev.millrace.exchange.http1;

import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;

import dev.millrace.connection.LingerClock;
import dev.millrace.connection.ServerConnection;
import dev.millrace.connection.WireProgress;
import dev.millrace.connection.direct.DirectSocket;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;

/**
 * Closes an HTTP/1.1 connection in two steps after its last answer, so that a client that
 * is still sending can read the answer before the kernel resets the connection (RFC 9112
 * section 9.6): the output is shut down, then input is dropped until the client closes,
 * or its {@link Patience} is over. A client that sees that the answer is the last one
 * closes at once, so a usual connection stays one round trip longer. Made for one
 * connection; confined to its event loop.
 */
final class Http1LingeringClose implements IntConsumer {

	/** How long a client is waited for. */
	enum Patience {

		/**
		 * For one that sent nothing beyond its last request: two seconds, or what
		 * {@link #SENDS} allows once it sends more.
		 */
		SILENT(2, 30),

		/**
		 * For one that is in the middle of sending: until it pauses for five seconds, or
		 * has gone on for thirty. These are the bounds of nginx; one of bytes would cut
		 * off an upload whose client reads only at its end.
		 */
		SENDS(5, 30),

		/** For one that missed a deadline, and has had its time: two seconds in all. */
		LATE(2, 2);

		private final long pauseNanos;

		private final long longestNanos;

		Patience(int pauseSeconds, int longestSeconds) {
			this.pauseNanos = TimeUnit.SECONDS.toNanos(pauseSeconds);
			this.longestNanos = TimeUnit.SECONDS.toNanos(longestSeconds);
		}

		long pauseNanos() {
			return this.pauseNanos;
		}

		long longestNanos() {
			return this.longestNanos;
		}

	}

	private final ChannelHandlerContext context;

	private final ServerConnection connection;

	private final LingerClock clock;

	private Patience patience = Patience.SILENT;

	private boolean inputEnded;

	private boolean outputEnded;

	private long startNanos;

	private long lastNanos;

	/**
	 * Creates a close that has not begun.
	 * @param context the context through which to close, past the handler that calls this
	 * @param connection the connection
	 */
	Http1LingeringClose(ChannelHandlerContext context, ServerConnection connection) {
		this.context = context;
		this.connection = connection;
		this.clock = new LingerClock(connection, this::await);
	}

	/**
	 * Begins.
	 * @param newPatience how long to wait for the client
	 */
	void start(Patience newPatience) {
		this.patience = newPatience;
		ChannelFuture written = this.context.writeAndFlush(Unpooled.EMPTY_BUFFER);
		if (written.isDone()) {
			shutdownOutput();
		}
		else {
			written.addListener((done) -> shutdownOutput());
			// A client may read nothing before it has sent everything, so its input
			// must be read first.
			this.context.read();
		}
	}

	private void shutdownOutput() {
		Channel closing = this.context.channel();
		SslHandler tls = this.context.pipeline().get(SslHandler.class);
		if (tls != null) {
			tls.closeOutbound();
		}
		if (this.inputEnded || !(closing instanceof DuplexChannel duplex) || !closing.isActive()) {
			this.context.close();
			return;
		}
		this.outputEnded = true;
		// The channel closes itself when the client ends its side, too.
		this.connection.forbidHalfClose();
		DirectSocket socket = closing.attr(DirectSocket.KEY).get();
		if (socket == null || !socket.shutdownOutput(this)) {
			duplex.shutdownOutput();
		}
		this.startNanos = this.clock.now();
		this.lastNanos = this.startNanos;
		await();
		this.context.read();
	}

	/** Waits for what is left of the time, or closes. */
	private void await() {
		long now = this.clock.now();
		long left = Math.min(this.patience.pauseNanos() - (now - this.lastNanos),
				this.patience.longestNanos() - (now - this.startNanos));
		if (left > 0) {
			this.clock.start();
		}
		else {
			this.context.close();
		}
	}

	/**
	 * Closes now, unless the client is sending. A client that keeps its side open and
	 * sends nothing counts as idle, and a shutdown does not wait for idle connections.
	 */
	void closeIfSilent() {
		if (this.outputEnded && this.patience == Patience.SILENT) {
			this.context.close();
		}
	}

	/** The connection is closed. */
	void stop() {
		this.clock.stop();
	}

	/** The client has ended its input: there is nothing to wait for but our own bytes. */
	void inputEnded() {
		this.inputEnded = true;
		if (this.outputEnded) {
			this.context.close();
		}
	}

	/** Bytes were dropped before they came into the pipeline. */
	@Override
	public void accept(int bytes) {
		WireProgress wire = this.connection.wire();
		wire.received(bytes);
		wire.readEnded();
		arrived();
	}

	/** Drops bytes. */
	void discard(ByteBuf in) {
		if (in.isReadable()) {
			arrived();
			in.skipBytes(in.readableBytes());
		}
	}

	private void arrived() {
		if (this.patience == Patience.SILENT) {
			this.patience = Patience.SENDS;
		}
		this.lastNanos = this.clock.now();
	}

}
