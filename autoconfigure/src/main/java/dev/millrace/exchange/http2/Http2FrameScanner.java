package dev.millrace.exchange.http2;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2FrameTypes;

/**
 * Finds the borders of HTTP/2 frames (RFC 9113 section 4.1) in received bytes, without
 * changing them: Netty's codec does not tell that it waits for the rest of a frame. Reads
 * only the heads of frames and the increments of WINDOW_UPDATE.
 */
final class Http2FrameScanner {

	private static final ByteBuf PREFACE = Unpooled.unreleasableBuffer(Http2CodecUtil.connectionPrefaceBuf());

	private static final int HEAD = Http2CodecUtil.FRAME_HEADER_LENGTH;

	private static final int END_HEADERS = 0x4;

	/** Receives the increments of WINDOW_UPDATE frames for streams. */
	@FunctionalInterface
	interface Windows {

		/**
		 * Called when a client lets a stream send more.
		 * @param streamId the number of the stream
		 * @param bytes how much more
		 */
		void enlarged(int streamId, int bytes);

	}

	private final Windows windows;

	/** Collects the head of a frame, and the content of WINDOW_UPDATE behind it. */
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
	 * Scans received bytes. If they do not begin with the preface of HTTP/2, nothing is
	 * scanned, and the codec refuses them.
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

	/** Whether a frame or a head is incomplete, other than a frame of DATA. */
	boolean unfinished() {
		boolean preface = this.prefaceSeen > 0 && this.prefaceSeen < PREFACE.readableBytes();
		boolean frame = this.pieceLength > 0 || (this.payloadMissing > 0 && this.type != Http2FrameTypes.DATA);
		return preface || this.headOpen || frame;
	}

}
