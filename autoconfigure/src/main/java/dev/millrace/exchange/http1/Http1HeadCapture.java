package dev.millrace.exchange.http1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;

/**
 * Gives access to the bytes of the head that was decoded last, until the decoder goes on.
 * Keeps the buffer that the head was received in, and copies only heads that came in
 * several reads. Confined to the event loop.
 */
final class Http1HeadCapture {

	private static final byte[] NONE = new byte[0];

	private boolean wanted;

	private byte[] pieces = NONE;

	private @Nullable ByteBuf buffer;

	private int start;

	private int length;

	/**
	 * Begins a head.
	 * @param newWanted whether any route asks for bytes; if not, nothing is kept
	 */
	void begin(boolean newWanted) {
		this.wanted = newWanted;
		this.pieces = NONE;
	}

	/**
	 * Copies a decoded part of a head: the buffer may be reused before the rest comes.
	 */
	void piece(ByteBuf in, int from) {
		if (this.wanted) {
			this.pieces = joined(in, from, in.readerIndex() - from);
		}
	}

	/** Adds the last part of a head. */
	void end(ByteBuf in, int from) {
		if (this.wanted) {
			this.buffer = in.retain();
			this.start = from;
			this.length = in.readerIndex() - from;
		}
	}

	/** Takes a head that was read without the parser. */
	void whole(byte[] head) {
		this.pieces = head;
		this.buffer = Unpooled.EMPTY_BUFFER;
		this.start = 0;
		this.length = 0;
	}

	/** Returns the whole head, {@code null} if it is not kept. */
	byte @Nullable [] copy() {
		return (this.buffer != null) ? joined(this.buffer, this.start, this.length) : null;
	}

	private byte[] joined(ByteBuf in, int from, int count) {
		byte[] all = new byte[this.pieces.length + count];
		System.arraycopy(this.pieces, 0, all, 0, this.pieces.length);
		in.getBytes(from, all, this.pieces.length, count);
		return all;
	}

	/** Releases the bytes of the head. */
	void release() {
		if (this.buffer != null) {
			this.buffer.release();
			this.buffer = null;
			this.pieces = NONE;
		}
	}

}
