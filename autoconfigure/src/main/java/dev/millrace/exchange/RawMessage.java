package dev.millrace.exchange;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

import dev.millrace.exchange.message.ConnectionLines;
import dev.millrace.exchange.message.FullAnswers;
import dev.millrace.exchange.message.ServerLines;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;

/**
 * The parts of a complete HTTP/1.1 response, given as bytes, by which the pipeline frames
 * and checks it.
 *
 * @param status status code, 0 when the bytes are no response
 * @param bodyLength bytes after the head
 * @param contentLength value of Content-Length, -1 when there is none
 * @param close whether it says {@code Connection: close}
 * @param coded whether it says Transfer-Encoding, which overrides the length
 * @param headers all header fields but those that frame an HTTP/1.1 message
 */
public record RawMessage(int status, int bodyLength, long contentLength, boolean close, boolean coded,
		HttpHeaders headers) {

	private static final int STATUS_AT = "HTTP/1.1 ".length();

	static int status(ByteBuf bytes) {
		int at = bytes.readerIndex() + STATUS_AT;
		if (bytes.readableBytes() < STATUS_AT + 3
				|| !bytes.toString(bytes.readerIndex(), STATUS_AT, StandardCharsets.US_ASCII).equals("HTTP/1.1 ")) {
			return 0;
		}
		int status = 0;
		for (int i = 0; i < 3; i++) {
			int digit = bytes.getByte(at + i) - '0';
			if (digit < 0 || digit > 9) {
				return 0;
			}
			status = 10 * status + digit;
		}
		return status;
	}

	/**
	 * Cuts off what does not belong to the body: all of it where the answer has none, and
	 * what goes beyond the announced length.
	 * @param bytes the bytes that were read
	 * @param head whether they answer a HEAD request
	 * @return the number of bytes that were cut off
	 */
	public int cut(ByteBuf bytes, boolean head) {
		long length = isBodyless(head) ? 0
				: (this.contentLength >= 0 && !this.coded) ? this.contentLength : Long.MAX_VALUE;
		int surplus = (int) Math.max(0, this.bodyLength - length);
		if (readable()) {
			bytes.writerIndex(bytes.writerIndex() - surplus);
			return surplus;
		}
		return 0;
	}

	public static RawMessage of(ByteBuf bytes) {
		int headLength = headLength(bytes);
		if (headLength < 0) {
			return new RawMessage(0, 0, -1, true, false, EmptyHttpHeaders.INSTANCE);
		}
		long contentLength = -1;
		boolean announced = false;
		boolean coded = false;
		boolean close = false;
		HttpHeaders headers = new DefaultHttpHeaders();
		String head = bytes.toString(bytes.readerIndex(), headLength, StandardCharsets.ISO_8859_1);
		int lineStart = head.indexOf("\r\n") + 2;
		while (lineStart < head.length() - 2) {
			int lineEnd = head.indexOf("\r\n", lineStart);
			int colon = head.indexOf(':', lineStart);
			if (colon > 0 && colon < lineEnd) {
				String name = head.substring(lineStart, colon).toLowerCase(Locale.ROOT);
				String value = head.substring(colon + 1, lineEnd).trim();
				if (name.equals("content-length")) {
					long length = parse(value);
					contentLength = (!announced || length == contentLength) ? length : -1;
					announced = true;
				}
				else if (name.equals("connection")) {
					close = value.equalsIgnoreCase("close");
				}
				else if (name.equals("transfer-encoding")) {
					coded = true;
				}
				else {
					headers.add(name, value);
				}
			}
			lineStart = lineEnd + 2;
		}
		return new RawMessage(status(bytes), bytes.readableBytes() - headLength, contentLength, close, coded, headers);
	}

	/** Whether the bytes are, or begin with, a final response. */
	boolean readable() {
		return this.status >= 200;
	}

	/**
	 * Whether the bytes are one response that ends where the client will look for its
	 * end.
	 */
	public boolean whole(boolean head) {
		if (!readable() || this.coded) {
			return false;
		}
		return isBodyless(head) ? this.bodyLength == 0 : this.contentLength == this.bodyLength;
	}

	/** Whether nothing but the close of the connection can tell where the body ends. */
	public boolean endsWithClose(boolean head) {
		return !isBodyless(head) && this.contentLength < 0 && !this.coded;
	}

	private boolean isBodyless(boolean head) {
		return head || !FullAnswers.allowsBody(this.status);
	}

	/**
	 * Whether the bytes have a body although they answer a request for the head alone.
	 */
	public boolean hasBodyToCut(boolean head) {
		return head && this.bodyLength > 0 && this.contentLength == this.bodyLength && !this.coded;
	}

	/** Those of the lines that the response has no fields of its own for. */
	public byte[] missing(ServerLines lines) {
		return readable() ? lines.missing(this.headers.contains(HttpHeaderNames.DATE),
				this.headers.contains(HttpHeaderNames.SERVER)) : ConnectionLines.NONE;
	}

	/**
	 * Inserts header lines behind the status line.
	 * @param bytes a {@link #readable()} response, released if it is copied
	 * @param lines complete header lines, perhaps none
	 * @return the response with these lines
	 */
	public static ByteBuf withLines(ByteBuf bytes, byte[] lines) {
		if (lines.length == 0) {
			return bytes;
		}
		int statusLine = bytes.bytesBefore((byte) '\n') + 1;
		ByteBuf longer = bytes.alloc().ioBuffer(bytes.readableBytes() + lines.length);
		longer.writeBytes(bytes, statusLine).writeBytes(lines).writeBytes(bytes);
		bytes.release();
		return longer;
	}

	/**
	 * The same response as an answer that any protocol can frame; takes the bytes over.
	 * It says its length where it has no body, as an answer to HEAD may.
	 */
	Answer.Full toFull(ByteBuf bytes) {
		if (this.bodyLength == 0 && this.contentLength > 0) {
			this.headers.set(HttpHeaderNames.CONTENT_LENGTH, this.contentLength);
		}
		return new Answer.Full(this.status, this.headers, bytes.skipBytes(bytes.readableBytes() - this.bodyLength));
	}

	private static long parse(String digits) {
		try {
			return Long.parseLong(digits);
		}
		catch (NumberFormatException ex) {
			return -1;
		}
	}

	private static int headLength(ByteBuf bytes) {
		int end = bytes.writerIndex();
		for (int i = bytes.readerIndex(); i + 3 < end; i++) {
			if (bytes.getInt(i) == 0x0D0A0D0A) {
				return i + 4 - bytes.readerIndex();
			}
		}
		return -1;
	}

}
