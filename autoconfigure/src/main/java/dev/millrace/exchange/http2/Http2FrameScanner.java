package dev.millrace.exchange.http2;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2FrameTypes;

/**
 * Finds the borders of HTTP/2 frames (RFC 9113 section 4.1) in what a client sends,
 * without changing it: Netty's codec does not tell that it waits for the rest of a frame.
 * Looks at nothing but the heads of frames and at what clients allow streams to send.
 */
final class Http2FrameScanner {

	private static final ByteBuf PREFACE = Unpooled.unreleasableBuffer(Http2CodecUtil.connectionPrefaceBuf());

	private static final int HEAD = Http2CodecUtil.FRAME_HEADER_LENGTH;

	private static final int END_HEADERS = 0x4;

	/** Told what a client allows a stream to send. */
	@FunctionalInterface
	interface Windows {

		/**
		 * A stream may send more.
		 * @param streamId the number of the stream
		 * @param bytes how much more
		 */
		void enlarged(int streamId, int bytes);

	}

	private final Windows windows;

	/** The head of a frame that came in pieces, with the content of a small one. */
	private final byte[] piece = new byte[HEAD + Integer.BYTES];

	private int pieceLength;

	private int prefaceSeen;

	private int payloadMissing;

	private byte type;

	private boolean headOpen;

	private boolean foreign;

	private long completed;

	Http2FrameScanner(Windows windows) {
		this.windows = windows;
	}

	/**
	 * Looks at what was received. What does not begin as HTTP/2 does is left to the
	 * codec.
	 * @param in the bytes, which stay unread
	 */
	void scan(ByteBuf in) {
		int index = in.readerIndex();
		int end = in.writerIndex();
		while (index < end && !this.foreign) {
			index = (this.prefaceSeen < PREFACE.readableBytes()) ? preface(in, index, end)
					: (this.payloadMissing > 0) ? skip(index, end) : head(in, index, end);
		}
	}

	private int preface(ByteBuf in, int index, int end) {
		int length = Math.min(PREFACE.readableBytes() - this.prefaceSeen, end - index);
		this.foreign = !ByteBufUtil.equals(PREFACE, this.prefaceSeen, in, index, length);
		this.prefaceSeen += length;
		return index + length;
	}

	private int skip(int index, int end) {
		int skipped = Math.min(this.payloadMissing, end - index);
		this.payloadMissing -= skipped;
		if (this.payloadMissing == 0) {
			frameEnded();
		}
		return index + skipped;
	}

	private int head(ByteBuf in, int index, int end) {
		int wanted = (this.pieceLength < HEAD) ? HEAD : this.piece.length;
		int taken = Math.min(wanted - this.pieceLength, end - index);
		in.getBytes(index, this.piece, this.pieceLength, taken);
		this.pieceLength += taken;
		if (this.pieceLength == HEAD) {
			headEnded();
		}
		else if (this.pieceLength == this.piece.length) {
			this.windows.enlarged(number(HEAD - Integer.BYTES), number(HEAD));
			frameEnded();
		}
		return index + taken;
	}

	private void headEnded() {
		int length = number(0) >>> Byte.SIZE;
		this.type = this.piece[3];
		if (this.type == Http2FrameTypes.HEADERS || this.type == Http2FrameTypes.CONTINUATION) {
			this.headOpen = (this.piece[4] & END_HEADERS) == 0;
		}
		if (this.type == Http2FrameTypes.WINDOW_UPDATE && length == Integer.BYTES) {
			return;
		}
		this.payloadMissing = length;
		this.pieceLength = 0;
		if (length == 0) {
			frameEnded();
		}
	}

	private int number(int offset) {
		return ((this.piece[offset] & 0x7f) << 24) | ((this.piece[offset + 1] & 0xff) << 16)
				| ((this.piece[offset + 2] & 0xff) << 8) | (this.piece[offset + 3] & 0xff);
	}

	private void frameEnded() {
		this.pieceLength = 0;
		if (!this.headOpen) {
			this.completed++;
		}
	}

	/** How many frames, or heads made of several, were complete until now. */
	long completed() {
		return this.completed;
	}

	/** Whether the rest of something is missing, other than of a body. */
	boolean unfinished() {
		boolean preface = this.prefaceSeen > 0 && this.prefaceSeen < PREFACE.readableBytes();
		boolean frame = this.pieceLength > 0 || (this.payloadMissing > 0 && this.type != Http2FrameTypes.DATA);
		return preface || this.headOpen || frame;
	}

}
