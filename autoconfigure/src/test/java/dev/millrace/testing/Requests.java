package dev.millrace.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

import org.springframework.boot.test.context.assertj.ApplicationContextAssertProvider;
import org.springframework.boot.web.server.WebServer;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ApplicationContext;

/**
 * Sends requests, each over a connection of its own.
 */
public final class Requests {

	private static final int TIMEOUT_MILLIS = 10_000;

	private Requests() {
	}

	public static int port(ApplicationContext context) {
		return webServer(context).getPort();
	}

	public static WebServer webServer(ApplicationContext context) {
		ApplicationContext source = (context instanceof ApplicationContextAssertProvider<?> provider)
				? provider.getSourceApplicationContext() : context;
		return ((WebServerApplicationContext) source).getWebServer();
	}

	/** The body of the answer. */
	public static String get(int port) {
		return get(port, "/");
	}

	public static String get(int port, String path) {
		String answer = answer(port, path);
		return answer.substring(answer.indexOf("\r\n\r\n") + 4);
	}

	/** Head and body of the answer. */
	public static String answer(int port, String path, String... headers) {
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
			socket.setSoTimeout(TIMEOUT_MILLIS);
			StringBuilder request = new StringBuilder("GET ").append(path).append(" HTTP/1.1\r\nHost: localhost\r\n");
			for (String header : headers) {
				request.append(header).append("\r\n");
			}
			request.append("Connection: close\r\n\r\n");
			socket.getOutputStream().write(request.toString().getBytes(StandardCharsets.US_ASCII));
			return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
