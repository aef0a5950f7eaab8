package dev.millrace.exchange;

import java.nio.charset.StandardCharsets;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import org.jspecify.annotations.Nullable;

/**
 * Prepared answers of one connection that wait to be written together. Confined to the
 * event loop.
 */
final class ResponseBatch {

	static final byte[] NOTHING = new byte[0];

	static final byte[] CLOSE = "connection: close\r\n".getBytes(StandardCharsets.US_ASCII);

	static final byte[] KEEP_ALIVE = "connection: keep-alive\r\n".getBytes(StandardCharsets.US_ASCII);

	private static final int INITIAL = 512;

	private static final int LIMIT = 32 * 1024;

	private @Nullable ByteBuf bytes;

	void add(RequestDecoder decoder, PreparedResponse answer, byte[] lines, byte[] connection, boolean withBody) {
		ByteBuf batch = this.bytes;
		if (batch == null) {
			batch = decoder.context().alloc().ioBuffer(INITIAL);
			this.bytes = batch;
		}
		answer.writeTo(batch, lines, connection, withBody);
		if (batch.readableBytes() > LIMIT) {
			flush(decoder);
		}
	}

	/** Writes what waits, past the encoder. */
	void flush(RequestDecoder decoder) {
		ByteBuf batch = this.bytes;
		if (batch != null) {
			this.bytes = null;
			ChannelHandlerContext ctx = decoder.context();
			ctx.write(batch, ctx.voidPromise());
		}
	}

	void release() {
		if (this.bytes != null) {
			this.bytes.release();
			this.bytes = null;
		}
	}

}
