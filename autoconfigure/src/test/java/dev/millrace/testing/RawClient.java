package dev.millrace.testing;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

import javax.net.SocketFactory;

/**
 * A client that sends exactly the bytes it is told to and reads responses strictly.
 */
public final class RawClient implements AutoCloseable {

	private final Socket socket;

	private final InputStream in;

	private boolean answered;

	public RawClient(int port) {
		this(SocketFactory.getDefault(), port);
	}

	private RawClient(SocketFactory sockets, int port) {
		this(connect(sockets, port));
	}

	private static Socket connect(SocketFactory sockets, int port) {
		try {
			return sockets.createSocket("127.0.0.1", port);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private RawClient(Socket socket) {
		try {
			this.socket = socket;
			this.socket.setTcpNoDelay(true);
			this.socket.setSoTimeout(20_000);
			this.in = new BufferedInputStream(this.socket.getInputStream());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** A client that speaks TLS. */
	public static RawClient tls(int port) {
		return new RawClient(TestCertificate.trustingSockets(), port);
	}

	/** From now on speaks TLS. */
	public RawClient startTls() {
		try {
			return new RawClient(TestCertificate.trustingSockets().createSocket(this.socket, "127.0.0.1", 0, true));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** One response. */
	public record Response(String statusLine, String head, String body) {

		public int status() {
			return Integer.parseInt(this.statusLine.substring(9, 12));
		}

		public boolean has(String header) {
			return this.head.toLowerCase(Locale.ROOT).contains("\r\n" + header.toLowerCase(Locale.ROOT));
		}

	}

	/** Whether anything at all was received. */
	public boolean answered() {
		return this.answered;
	}

	public Socket socket() {
		return this.socket;
	}

	public RawClient send(String text) {
		return send(text.getBytes(StandardCharsets.ISO_8859_1));
	}

	public RawClient send(byte[] bytes) {
		try {
			this.socket.getOutputStream().write(bytes);
			this.socket.getOutputStream().flush();
			return this;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Says that nothing more is sent, and reads on. */
	public RawClient endOutput() {
		try {
			this.socket.shutdownOutput();
			return this;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	public RawClient get(String path) {
		return send("GET " + path + " HTTP/1.1\r\nHost: test\r\n\r\n");
	}

	public Response read() {
		return read(false);
	}

	public Response readHead() {
		return read(true);
	}

	private Response read(boolean withoutBody) {
		String statusLine = line();
		if (statusLine == null) {
			throw new IllegalStateException("closed instead of a response");
		}
		StringBuilder head = new StringBuilder("\r\n");
		long length = -1;
		boolean chunked = false;
		for (String line = line(); line != null && !line.isEmpty(); line = line()) {
			head.append(line).append("\r\n");
			String lower = line.toLowerCase(Locale.ROOT);
			if (lower.startsWith("content-length:")) {
				length = Long.parseLong(lower.substring(15).trim());
			}
			chunked |= lower.startsWith("transfer-encoding: chunked");
		}
		int status = Integer.parseInt(statusLine.substring(9, 12));
		String body = "";
		if (!withoutBody && status >= 200 && status != 204 && status != 304) {
			body = chunked ? chunks() : (length >= 0) ? bytes(length) : rest();
		}
		return new Response(statusLine, head.toString(), body);
	}

	public String rest() {
		try {
			return new String(this.in.readAllBytes(), StandardCharsets.ISO_8859_1);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Whether the server has closed; waits for it. */
	public boolean closed() {
		try {
			return this.in.read() < 0;
		}
		catch (IOException ex) {
			return true;
		}
	}

	private String chunks() {
		StringBuilder body = new StringBuilder();
		while (true) {
			int size = Integer.parseInt(line(), 16);
			if (size == 0) {
				line();
				return body.toString();
			}
			body.append(bytes(size));
			line();
		}
	}

	public String bytes(long length) {
		try {
			byte[] bytes = this.in.readNBytes((int) length);
			if (bytes.length != length) {
				throw new IllegalStateException("closed inside a body");
			}
			return new String(bytes, StandardCharsets.ISO_8859_1);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private String line() {
		try {
			ByteArrayOutputStream line = new ByteArrayOutputStream();
			for (int b = this.in.read(); b != '\n'; b = this.in.read()) {
				if (b < 0) {
					return null;
				}
				this.answered = true;
				if (b != '\r') {
					line.write(b);
				}
			}
			return line.toString(StandardCharsets.ISO_8859_1);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
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
