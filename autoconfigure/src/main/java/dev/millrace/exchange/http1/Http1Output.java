package dev.millrace.exchange.http1;

import dev.millrace.connection.ServerConnection;
import dev.millrace.connection.direct.DirectWire;
import dev.millrace.exchange.PreparedResponse;
import dev.millrace.worker.LoopBuffer;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import org.jspecify.annotations.Nullable;

/**
 * Writes the answers of an HTTP/1.1 connection: joins prepared answers in one buffer and
 * holds flushes back while a read is in progress, so that a batch of requests is answered
 * with one write. Confined to the event loop.
 */
final class Http1Output {

	/**
	 * A buffer for joined answers: {@link #LIMIT} bytes, and one more answer of usual
	 * size.
	 */
	private static final LoopBuffer BUFFER = new LoopBuffer(64 * 1024);

	private static final int INITIAL = 512;

	private static final int LIMIT = 32 * 1024;

	private static final int FLUSH_AFTER = 256;

	private final @Nullable DirectWire wire;

	private @Nullable ChannelHandlerContext encoder;

	private @Nullable ByteBuf joined;

	private boolean reading;

	private int heldFlushes;

	private @Nullable Http1UnfinishedAnswer unfinished;

	/**
	 * Creates the output of a connection.
	 * @param wire takes bytes past the channel, {@code null} where that is not possible
	 */
	Http1Output(@Nullable DirectWire wire) {
		this.wire = wire;
	}

	/**
	 * Called when the encoder is in the pipeline: bytes are written from its context,
	 * past it.
	 */
	void attach(ChannelHandlerContext encoderContext) {
		this.encoder = encoderContext;
	}

	private ChannelHandlerContext encoder() {
		if (this.encoder == null) {
			throw new IllegalStateException("not in a pipeline");
		}
		return this.encoder;
	}

	/** Whether a read is in progress. */
	boolean reading() {
		return this.reading;
	}

	void readStarted() {
		this.reading = true;
	}

	void readEnded(ChannelHandlerContext ctx) {
		this.reading = false;
		if (this.heldFlushes > 0) {
			flushNow(ctx);
		}
	}

	/** Holds back no flush after this. */
	void passThrough() {
		this.reading = false;
	}

	void add(PreparedResponse answer, byte[] lines, byte[] connection, boolean withBody) {
		answer.writeTo(join(), lines, connection, withBody);
		limit();
	}

	/** Joins a complete message. */
	void add(byte[] message) {
		join().writeBytes(message);
		limit();
	}

	private ByteBuf join() {
		ByteBuf buffer = this.joined;
		if (buffer == null) {
			ByteBuf own = BUFFER.take();
			buffer = (own != null) ? own : encoder().alloc().ioBuffer(INITIAL);
			this.joined = buffer;
		}
		return buffer;
	}

	private void limit() {
		if (this.joined != null && this.joined.readableBytes() > LIMIT) {
			writeJoined();
		}
	}

	/** Writes bytes past the encoder. */
	void add(ByteBuf bytes) {
		writeJoined();
		ChannelHandlerContext ctx = encoder();
		if (this.unfinished != null) {
			written(ctx.write(bytes));
		}
		else {
			ctx.write(bytes, ctx.voidPromise());
		}
	}

	/** Writes the joined answers, before anything else is written. */
	void writeJoined() {
		ByteBuf buffer = this.joined;
		if (buffer != null) {
			this.joined = null;
			ChannelHandlerContext ctx = encoder();
			ctx.write(buffer, ctx.voidPromise());
		}
	}

	void flush(ChannelHandlerContext ctx) {
		if (!this.reading || ++this.heldFlushes >= FLUSH_AFTER || !ctx.channel().isWritable()) {
			flushNow(ctx);
		}
	}

	void flushNow(ChannelHandlerContext ctx) {
		this.heldFlushes = 0;
		if (this.joined != null && this.wire != null && this.wire.isOpen() && this.wire.write(this.joined)) {
			release();
			return;
		}
		writeJoined();
		ctx.flush();
	}

	/**
	 * Marks the answer that is about to be written as one whose end is the close.
	 */
	void endWithClose(ServerConnection connection) {
		this.unfinished = new Http1UnfinishedAnswer(connection);
	}

	/** Writes an HTTP object. */
	void write(ChannelHandlerContext ctx, Object msg) {
		writeJoined();
		written(ctx.write(msg));
	}

	/** Called when a part of an answer was written. */
	void written(ChannelFuture future) {
		if (this.unfinished != null) {
			this.unfinished.written(future);
		}
	}

	/** Called when the last part of an answer was written. */
	void answerWritten() {
		if (this.unfinished != null) {
			this.unfinished.complete();
		}
	}

	/**
	 * Flushes, and resets the connection where an orderly close would hide that the
	 * answer in progress is incomplete. To be called before any close.
	 * @param ctx the context of the caller
	 * @return whether the connection was reset
	 */
	boolean breaksOff(ChannelHandlerContext ctx) {
		flushNow(ctx);
		return this.unfinished != null && this.unfinished.breaksOff();
	}

	void release() {
		if (this.joined != null) {
			this.joined.release();
			this.joined = null;
		}
	}

}
