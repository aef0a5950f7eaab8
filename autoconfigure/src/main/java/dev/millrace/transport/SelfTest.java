package dev.millrace.transport;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.resources.LoopResources;

/**
 * Tests event loops at the start: two requests after each other and two pipelined ones go
 * over a connection of the loopback to a small server.
 */
final class SelfTest {

	private static final Duration TIMEOUT = Duration.ofSeconds(5);

	private static final byte[] REQUEST = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"
		.getBytes(StandardCharsets.US_ASCII);

	private static final String BODY = "millrace";

	private SelfTest() {
	}

	/**
	 * Tries event loops.
	 * @param loops the loops
	 * @throws IllegalStateException if a request is not answered
	 */
	static void run(LoopResources loops) {
		DisposableServer server = HttpServer.create()
			.bindAddress(() -> new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
			.runOn(loops)
			.handle((request, response) -> response.sendString(Mono.just(BODY)))
			.bindNow(TIMEOUT);
		try {
			ask((InetSocketAddress) server.address());
		}
		catch (IOException ex) {
			throw new IllegalStateException("a request to itself failed (" + ex + ")", ex);
		}
		finally {
			server.disposeNow(TIMEOUT);
		}
	}

	private static void ask(InetSocketAddress address) throws IOException {
		try (Socket socket = new Socket()) {
			socket.setSoTimeout((int) TIMEOUT.toMillis());
			socket.connect(address, (int) TIMEOUT.toMillis());
			OutputStream out = socket.getOutputStream();
			out.write(REQUEST);
			awaitAnswer(socket.getInputStream());
			out.write(REQUEST);
			awaitAnswer(socket.getInputStream());
			out.write(REQUEST);
			out.write(REQUEST);
			awaitAnswer(socket.getInputStream());
			awaitAnswer(socket.getInputStream());
		}
	}

	private static void awaitAnswer(InputStream in) throws IOException {
		StringBuilder answer = new StringBuilder();
		while (answer.indexOf("\r\n\r\n" + BODY) < 0) {
			int read = in.read();
			if (read < 0) {
				throw new IOException("connection closed after '" + answer + "'");
			}
			answer.append((char) read);
		}
		if (!answer.toString().startsWith("HTTP/1.1 200 ")) {
			throw new IOException("unexpected answer '" + answer + "'");
		}
	}

}
