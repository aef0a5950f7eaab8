package dev.millrace.loadtests.sut;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

import dev.millrace.loadtests.process.LaunchException;

/**
 * Asks a server for one thing.
 */
public final class HttpGet {

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	/** One for all, so that asking often does not leave many connections open. */
	private static final HttpClient CLIENT = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private HttpGet() {
	}

	/**
	 * Gets a page.
	 * @param url its address
	 * @return the answer
	 * @throws LaunchException if there is none
	 */
	public static HttpResponse<String> get(URI url) {
		HttpRequest request = HttpRequest.newBuilder(url).version(HttpClient.Version.HTTP_1_1).timeout(TIMEOUT).build();
		try {
			return CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
		}
		catch (IOException ex) {
			throw new LaunchException("No answer from " + url + ": " + ex, ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new LaunchException("Interrupted while waiting for " + url, ex);
		}
	}

}
