package dev.millrace.exchange.http1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of the head that was decoded last, as the client sent them, to be asked for
 * while that head is read. Holds the buffer that it came in until then; copies only what
 * came in pieces. Confined to the event loop.
 */
final class Http1HeadCapture {

	private static final byte[] NONE = new byte[0];

	private boolean wanted;

	private byte[] pieces = NONE;

	private @Nullable ByteBuf buffer;

	private int start;

	private int length;

	/** A head begins. */
	void begin(boolean newWanted) {
		this.wanted = newWanted;
		this.pieces = NONE;
	}

	/** A part of the head was decoded, and may be discarded before the rest comes. */
	void piece(ByteBuf in, int from) {
		if (this.wanted) {
			this.pieces = joined(in, from, in.readerIndex() - from);
		}
	}

	/** The last part of the head was decoded. */
	void end(ByteBuf in, int from) {
		if (this.wanted) {
			this.buffer = in.retain();
			this.start = from;
			this.length = in.readerIndex() - from;
		}
	}

	/** The head was read without the parser. */
	void whole(byte[] head) {
		this.pieces = head;
		this.buffer = Unpooled.EMPTY_BUFFER;
		this.start = 0;
		this.length = 0;
	}

	/** The whole head, {@code null} when it is not kept. */
	byte @Nullable [] copy() {
		return (this.buffer != null) ? joined(this.buffer, this.start, this.length) : null;
	}

	private byte[] joined(ByteBuf in, int from, int count) {
		byte[] all = new byte[this.pieces.length + count];
		System.arraycopy(this.pieces, 0, all, 0, this.pieces.length);
		in.getBytes(from, all, this.pieces.length, count);
		return all;
	}

	/** The head has been read. */
	void release() {
		if (this.buffer != null) {
			this.buffer.release();
			this.buffer = null;
			this.pieces = NONE;
		}
	}

}
