package dev.millrace.sample;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import com.jayway.jsonpath.JsonPath;
import com.sun.net.httpserver.HttpServer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * A real browser, on pages that may not close connections of the server and on those that
 * may. Cross-origin access to the endpoints is granted to every site, so that the browser
 * itself holds nothing back.
 */
@Timeout(120)
class ForeignPagesIT {

	private static final String ENDPOINT = "/actuator/millrace/connections";

	/** Ends when each attempt has been answered or refused, or has hung for 3 s. */
	private static final String ATTEMPTS = """
			const target = '%s';
			const bounded = (attempt) => Promise.race([
				attempt.catch(() => 'failed'), new Promise((end) => setTimeout(end, 3000, 'hung'))]);
			const status = (options) => fetch(target, options).then((response) => 'status ' + response.status);
			const form = (method) => new Promise((end) => {
				const frame = document.createElement('iframe');
				frame.name = 'frame-' + method;
				document.body.append(frame);
				const form = document.createElement('form');
				form.action = target;
				form.method = method;
				form.target = frame.name;
				form.innerHTML = '<input name="_method" value="DELETE">';
				document.body.append(form);
				frame.onload = () => end('loaded');
				form.submit();
			});
			const image = () => new Promise((end) => {
				const image = new Image();
				image.onload = image.onerror = () => end('loaded');
				image.src = target + '?_method=DELETE';
			});
			const all = [
				form('post'), form('get'), image(),
				status({ method: 'POST' }),
				status({ method: 'POST', mode: 'no-cors', body: '_method=DELETE' }),
				status({ method: 'POST', headers: { 'X-HTTP-Method-Override': 'DELETE' } }),
				status({ method: 'DELETE' }),
				status({ method: 'DELETE', referrerPolicy: 'no-referrer' }),
				status({ method: 'DELETE', headers: { 'Content-Type': 'application/json' }, body: '{}' }),
				status({ method: 'DELETE', keepalive: true }),
				Promise.resolve().then(() => status({ method: 'DELETE', mode: 'no-cors' })),
				Promise.resolve('' + navigator.sendBeacon(target, '_method=DELETE'))
			];
			return (await Promise.all(all.map(bounded))).join();
			""";

	@TempDir
	@SuppressWarnings("NullAway.Init")
	private static Path directory;

	@SuppressWarnings("NullAway.Init")
	private static StartedJar jar;

	@SuppressWarnings("NullAway.Init")
	private static Browser browser;

	@SuppressWarnings("NullAway.Init")
	private static HttpServer otherSite;

	@BeforeAll
	static void start() throws IOException {
		assumeThat(Browser.PROGRAM).exists();
		jar = new StartedJar(directory, List.of(), SampleJar.PLAIN,
				"-Dmanagement.endpoints.access.max-permitted=unrestricted",
				"-Dmanagement.endpoint.millraceconnections.access=unrestricted",
				"-Dmanagement.endpoints.web.cors.allowed-origins=*",
				"-Dmanagement.endpoints.web.cors.allowed-methods=*",
				"-Dmanagement.endpoints.web.cors.allowed-headers=*");
		otherSite = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		otherSite.createContext("/", (exchange) -> {
			byte[] page = "<!doctype html><title>Other site</title><body>".getBytes(StandardCharsets.US_ASCII);
			exchange.getResponseHeaders().set("Content-Type", "text/html");
			exchange.sendResponseHeaders(200, page.length);
			exchange.getResponseBody().write(page);
			exchange.close();
		});
		otherSite.start();
		browser = new Browser(Files.createDirectory(directory.resolve("browser")));
	}

	@AfterAll
	static void stop() {
		if (browser != null) {
			browser.close();
		}
		if (otherSite != null) {
			otherSite.stop(0);
		}
		if (jar != null) {
			jar.close();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "evil.test", "127.0.0.1", "localhost" })
	void pageOfAnotherOriginClosesNothing(String host) throws Exception {
		try (Victim victim = new Victim()) {
			String target = "http://localhost:" + jar.port() + victim.path();
			browser.run("http://" + host + ":" + otherSite.getAddress().getPort() + "/", ATTEMPTS.formatted(target));
			assertRefused(victim, 403);
		}
	}

	@Test
	void pageWhoseNameWasReboundClosesNothing() throws Exception {
		try (Victim victim = new Victim()) {
			browser.run("http://evil.test:" + jar.port() + "/", ATTEMPTS.formatted(victim.path()));
			assertRefused(victim, 421);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "127.0.0.1", "localhost" })
	void pageOfTheSameOriginCloses(String host) throws Exception {
		try (Victim victim = new Victim()) {
			String result = browser.run("http://" + host + ":" + jar.port() + "/",
					"return '' + (await fetch('" + victim.path() + "', { method: 'DELETE' })).status;");
			assertThat(result).isEqualTo("204");
			assertThat(victim.isOpen()).isFalse();
			assertThat(writes(victim)).singleElement().asString().endsWith(": 204 NO_CONTENT");
		}
	}

	@Test
	void clientThatIsNoBrowserCloses() throws Exception {
		try (Victim victim = new Victim()) {
			HttpRequest request = HttpRequest.newBuilder(jar.request(victim.path()), (name, value) -> true)
				.DELETE()
				.build();
			assertThat(HttpClient.newHttpClient().send(request, BodyHandlers.discarding()).statusCode()).isEqualTo(204);
			assertThat(victim.isOpen()).isFalse();
		}
	}

	private static void assertRefused(Victim victim, int status) throws Exception {
		Awaitility.await()
			.untilAsserted(() -> assertThat(writes(victim)).anyMatch((line) -> line.contains("POST "))
				.anyMatch((line) -> line.contains("DELETE ")));
		assertThat(writes(victim)).allMatch((line) -> line.contains(": " + status + " "));
		assertThat(victim.isOpen()).isTrue();
	}

	/** Lines of the log on writes that would close the victim. */
	private static List<String> writes(Victim victim) throws IOException {
		return jar.output().stream().filter((line) -> line.contains(" " + victim.path() + " by ")).toList();
	}

	/** A connection that waits for its next request. */
	private static final class Victim implements AutoCloseable {

		/** Shorter than any request of a browser: its length tells the connection. */
		private static final byte[] REQUEST = "GET /plaintext HTTP/1.1\r\nHost: localhost\r\n\r\n"
			.getBytes(StandardCharsets.US_ASCII);

		private final Socket socket;

		private final long id;

		Victim() throws IOException {
			this.socket = new Socket(InetAddress.getLoopbackAddress(), jar.port());
			this.socket.setSoTimeout(20_000);
			this.socket.getOutputStream().write(REQUEST);
			assertThat(this.socket.getInputStream().read(new byte[4096])).isPositive();
			List<Number> found = Awaitility.await()
				.until(() -> ids("bytesIn == " + REQUEST.length), (ids) -> ids.size() == 1);
			this.id = found.get(0).longValue();
		}

		private static List<Number> ids(String filter) throws IOException, InterruptedException {
			return JsonPath.read(jar.body(ENDPOINT), "$.connections[?(@." + filter + ")].id");
		}

		String path() {
			return ENDPOINT + "/" + this.id;
		}

		boolean isOpen() throws IOException, InterruptedException {
			return !ids("id == " + this.id).isEmpty();
		}

		@Override
		public void close() throws IOException {
			this.socket.close();
		}

	}

}
