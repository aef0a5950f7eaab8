package dev.millrace.testing;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * An HTTP/2 client without a library, so that it can do what none would do.
 */
public final class FrameClient implements AutoCloseable {

	public static final int DATA = 0;

	public static final int HEADERS = 1;

	public static final int RST_STREAM = 3;

	public static final int SETTINGS = 4;

	public static final int GOAWAY = 7;

	public static final int WINDOW_UPDATE = 8;

	public static final int END_STREAM = 1;

	public static final int END_HEADERS = 4;

	private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

	private final Socket socket;

	private final DataInputStream in;

	/** One frame. */
	public record Frame(int type, int flags, int stream, byte[] payload) {

		public boolean ends() {
			return (this.flags & END_STREAM) != 0;
		}

		public int number() {
			return ByteBuffer.wrap(this.payload).getInt();
		}

	}

	/** Connects, and lets each stream send so many bytes at first. */
	public FrameClient(int port, int window) {
		this(port, window, new byte[0]);
	}

	/** Connects and sends something before it speaks HTTP/2. */
	public FrameClient(int port, int window, byte[] before) {
		try {
			this.socket = new Socket("127.0.0.1", port);
			this.socket.setTcpNoDelay(true);
			this.socket.setSoTimeout(20_000);
			this.in = new DataInputStream(this.socket.getInputStream());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		send(before);
		send(PREFACE);
		send(frame(SETTINGS, 0, 0, ByteBuffer.allocate(6).putShort((short) 4).putInt(window).array()));
	}

	public static byte[] frame(int type, int flags, int stream, byte[] payload) {
		return ByteBuffer.allocate(9 + payload.length)
			.putInt(payload.length << 8 | type)
			.put((byte) flags)
			.putInt(stream)
			.put(payload)
			.array();
	}

	/** The head of a request in HPACK, without compression. */
	public static byte[] head(boolean post, String path) {
		ByteArrayOutputStream block = new ByteArrayOutputStream();
		block.write(post ? 0x83 : 0x82);
		block.write(0x86);
		literal(block, 0x04, path);
		literal(block, 0x01, "test");
		return block.toByteArray();
	}

	private static void literal(ByteArrayOutputStream block, int name, String value) {
		block.write(name);
		block.write(value.length());
		block.writeBytes(value.getBytes(StandardCharsets.US_ASCII));
	}

	public FrameClient send(byte[] bytes) {
		try {
			this.socket.getOutputStream().write(bytes);
			return this;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Sends all but the last bytes. */
	public FrameClient sendWithout(int missing, byte[] bytes) {
		return send(Arrays.copyOf(bytes, bytes.length - missing));
	}

	public FrameClient get(int stream, String path) {
		return send(frame(HEADERS, END_STREAM | END_HEADERS, stream, head(false, path)));
	}

	public FrameClient post(int stream, String path) {
		return send(frame(HEADERS, END_HEADERS, stream, head(true, path)));
	}

	public FrameClient allow(int stream, int bytes) {
		return send(frame(WINDOW_UPDATE, 0, stream, ByteBuffer.allocate(4).putInt(bytes).array()));
	}

	/**
	 * The next frame of a stream, which is 0 for the connection; those of others are
	 * dropped.
	 */
	public Frame next(int type, int stream) {
		while (true) {
			Frame frame = read();
			if (frame.type() == type && frame.stream() == stream) {
				return frame;
			}
			if (frame.type() == RST_STREAM && frame.stream() == stream) {
				throw new IllegalStateException("reset with " + frame.number());
			}
		}
	}

	/** The body of an answer. */
	public String body(int stream) {
		StringBuilder body = new StringBuilder();
		Frame data;
		do {
			data = next(DATA, stream);
			body.append(new String(data.payload(), StandardCharsets.US_ASCII));
		}
		while (!data.ends());
		return body.toString();
	}

	private Frame read() {
		try {
			int head = this.in.readInt();
			int flags = this.in.readUnsignedByte();
			int stream = this.in.readInt();
			return new Frame(head & 0xff, flags, stream, this.in.readNBytes(head >>> 8));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Whether the server has closed; waits for it. */
	public boolean closed() {
		try {
			while (true) {
				read();
			}
		}
		catch (UncheckedIOException ex) {
			return ex.getCause() instanceof EOFException || ex.getCause().getMessage().contains("reset");
		}
	}

	@Override
	public void close() {
		try {
			this.socket.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
