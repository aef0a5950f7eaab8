package dev.millrace.accesslog;

import java.nio.ByteBuffer;

/**
 * A buffer of whole lines that an event loop fills and the writer's thread empties.
 * Confined to the thread that holds it. Bytes that do not fit are not written;
 * {@link #endLine()} finds that out and removes the incomplete line.
 */
final class LineBuffer {

	private static final int LONGEST_NUMBER = 20;

	private static final byte[] HEX = { '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e',
			'f' };

	private final byte[] bytes;

	private int end;

	private int lineStart;

	private int lines;

	private boolean overflown;

	LineBuffer(int size) {
		this.bytes = new byte[size];
	}

	private boolean fits(int length) {
		if (length > this.bytes.length - this.end) {
			this.overflown = true;
			return false;
		}
		return true;
	}

	void put(char c) {
		if (fits(1)) {
			this.bytes[this.end++] = (byte) c;
		}
	}

	/** Writes text that is known to be printable ASCII. */
	@SuppressWarnings("deprecation") // quicker than an encoder
	void put(String ascii) {
		int length = ascii.length();
		if (fits(length)) {
			ascii.getBytes(0, length, this.bytes, this.end);
			this.end += length;
		}
	}

	void put(long number) {
		if (number < 0 || number > Integer.MAX_VALUE) {
			put(Long.toString(number));
			return;
		}
		if (!fits(LONGEST_NUMBER)) {
			return;
		}
		int rest = (int) number;
		int digits = 1;
		for (int bound = rest / 10; bound > 0; bound /= 10) {
			digits++;
		}
		for (int i = this.end + digits - 1; i >= this.end; i--) {
			this.bytes[i] = (byte) ('0' + rest % 10);
			rest /= 10;
		}
		this.end += digits;
	}

	/**
	 * Writes text that a client has chosen, escaped so that it can stand between quotes
	 * and cannot begin a line. Characters that are not printable ASCII are written as
	 * their number.
	 * @param text the text
	 * @param json whether as JSON has it, else as the common formats do
	 */
	void putEscaped(String text, boolean json) {
		if (isPlain(text)) {
			put(text);
			return;
		}
		for (int i = 0; i < text.length(); i++) {
			char c = text.charAt(i);
			if (isPlain(c)) {
				put(c);
			}
			else if (c == '"' || c == '\\') {
				put('\\');
				put(c);
			}
			else if (json || c > 0xFF) {
				put("\\u");
				putHex(c >> 8);
				putHex(c);
			}
			else {
				put("\\x");
				putHex(c);
			}
		}
	}

	private static boolean isPlain(String text) {
		for (int i = 0; i < text.length(); i++) {
			if (!isPlain(text.charAt(i))) {
				return false;
			}
		}
		return true;
	}

	private static boolean isPlain(char c) {
		return c >= ' ' && c < 0x7F && c != '"' && c != '\\';
	}

	private void putHex(int value) {
		if (fits(2)) {
			this.bytes[this.end++] = HEX[(value >> 4) & 0xF];
			this.bytes[this.end++] = HEX[value & 0xF];
		}
	}

	/**
	 * Ends the line.
	 * @return whether it fitted
	 */
	boolean endLine() {
		put('\n');
		if (this.overflown) {
			this.end = this.lineStart;
			this.overflown = false;
			return false;
		}
		this.lineStart = this.end;
		this.lines++;
		return true;
	}

	int lines() {
		return this.lines;
	}

	ByteBuffer toByteBuffer() {
		return ByteBuffer.wrap(this.bytes, 0, this.lineStart);
	}

	void clear() {
		this.end = 0;
		this.lineStart = 0;
		this.lines = 0;
	}

}
