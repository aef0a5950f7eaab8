package dev.millrace.loadtests.sut;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

import dev.millrace.loadtests.process.LaunchException;

/**
 * The bytes of an answer as they are on the wire.
 */
public final class RawAnswer {

	private static final int TIMEOUT_MILLIS = 10_000;

	private static final String CLOSE = "Connection: close\r\n";

	private RawAnswer() {
	}

	/**
	 * Asks for a page and records the answer.
	 * @param baseUrl the server
	 * @param path the page
	 * @param body how the answer ends
	 * @return head and body, one character for each byte
	 */
	public static String record(URI baseUrl, String path, String body) {
		String request = "GET " + path + " HTTP/1.1\r\nHost: " + baseUrl.getAuthority() + "\r\n\r\n";
		try (Socket socket = new Socket(baseUrl.getHost(), baseUrl.getPort())) {
			socket.setSoTimeout(TIMEOUT_MILLIS);
			socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
			StringBuilder answer = new StringBuilder();
			while (answer.indexOf("\r\n\r\n") < 0 || !answer.toString().endsWith(body)) {
				int next = socket.getInputStream().read();
				if (next < 0) {
					throw new LaunchException("The answer to GET " + path + " ends too early: " + answer);
				}
				answer.append((char) next);
			}
			return answer.toString().replace(CLOSE, "");
		}
		catch (IOException ex) {
			throw new LaunchException("No answer to GET " + path + ": " + ex, ex);
		}
	}

}
