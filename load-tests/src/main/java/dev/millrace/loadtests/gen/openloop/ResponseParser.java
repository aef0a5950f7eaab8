package dev.millrace.loadtests.gen.openloop;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;

/**
 * Finds where answers end and what status they have, and nothing else. A head that equals
 * the last one is not parsed again.
 */
final class ResponseParser {

	private static final ByteBuf END_OF_HEAD = Unpooled
		.unreleasableBuffer(Unpooled.wrappedBuffer("\r\n\r\n".getBytes(StandardCharsets.US_ASCII)));

	private static final int MAX_HEAD = 65_536;

	private static final int HEX = 16;

	private State state = State.HEAD;

	private ByteBuf lastHead = Unpooled.EMPTY_BUFFER;

	private int lastStatus;

	private long lastLength;

	private boolean lastChunked;

	private boolean lastCloses;

	private long remaining;

	/**
	 * Reads on.
	 * @param in what has arrived; what is not yet complete stays in it
	 * @return whether an answer is complete; ask again then
	 */
	boolean parse(ByteBuf in) {
		while (true) {
			switch (this.state) {
				case HEAD -> {
					if (!head(in)) {
						return false;
					}
				}
				case BODY -> {
					if (!skip(in)) {
						return false;
					}
					this.state = State.HEAD;
					return true;
				}
				case CHUNK_SIZE -> {
					if (!chunkSize(in)) {
						return false;
					}
				}
				case CHUNK -> {
					if (!skip(in)) {
						return false;
					}
					this.state = State.CHUNK_SIZE;
				}
				case TRAILER -> {
					int length = lineLength(in);
					if (length < 0) {
						return false;
					}
					in.skipBytes(length);
					if (length == 2) {
						this.state = State.HEAD;
						return true;
					}
				}
			}
		}
	}

	private boolean head(ByteBuf in) {
		int known = this.lastHead.readableBytes();
		if (known == 0 || in.readableBytes() < known
				|| !ByteBufUtil.equals(in, in.readerIndex(), this.lastHead, 0, known)) {
			int length = ByteBufUtil.indexOf(END_OF_HEAD, in);
			if (length < 0) {
				if (in.readableBytes() > MAX_HEAD) {
					throw new IllegalStateException("Endless head");
				}
				return false;
			}
			known = length - in.readerIndex() + END_OF_HEAD.readableBytes();
			remember(in.toString(in.readerIndex(), known, StandardCharsets.ISO_8859_1));
		}
		in.skipBytes(known);
		this.remaining = this.lastLength;
		this.state = this.lastChunked ? State.CHUNK_SIZE : State.BODY;
		return true;
	}

	private void remember(String head) {
		this.lastHead = Unpooled.copiedBuffer(head, StandardCharsets.ISO_8859_1);
		String[] lines = head.split("\r\n", -1);
		this.lastStatus = Integer.parseInt(lines[0].split(" ", 3)[1]);
		this.lastLength = 0;
		this.lastChunked = false;
		this.lastCloses = false;
		for (int index = 1; index < lines.length; index++) {
			String line = lines[index].toLowerCase(Locale.ROOT);
			String value = line.substring(line.indexOf(':') + 1).trim();
			if (line.startsWith("content-length:")) {
				this.lastLength = Long.parseLong(value);
			}
			else if (line.startsWith("transfer-encoding:")) {
				this.lastChunked = value.endsWith("chunked");
			}
			else if (line.startsWith("connection:")) {
				this.lastCloses = value.equals("close");
			}
		}
	}

	private boolean skip(ByteBuf in) {
		int length = (int) Math.min(this.remaining, in.readableBytes());
		in.skipBytes(length);
		this.remaining -= length;
		return this.remaining == 0;
	}

	private boolean chunkSize(ByteBuf in) {
		int length = lineLength(in);
		if (length < 0) {
			return false;
		}
		String line = in.readCharSequence(length, StandardCharsets.US_ASCII).toString();
		long size = Long.parseLong(line.split("[;\r]", 2)[0].trim(), HEX);
		// The data is followed by an empty line
		this.remaining = size + 2;
		this.state = (size == 0) ? State.TRAILER : State.CHUNK;
		return true;
	}

	private static int lineLength(ByteBuf in) {
		int end = in.bytesBefore((byte) '\n');
		return (end < 0) ? -1 : end + 1;
	}

	/**
	 * Return the status of the last answer.
	 */
	int status() {
		return this.lastStatus;
	}

	/**
	 * Return whether the server closes the connection after the last answer.
	 */
	boolean closes() {
		return this.lastCloses;
	}

	private enum State {

		HEAD, BODY, CHUNK_SIZE, CHUNK, TRAILER

	}

}
