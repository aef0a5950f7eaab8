package dev.millrace.sample;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

import com.jayway.jsonpath.JsonPath;
import net.minidev.json.JSONObject;
import org.awaitility.Awaitility;

/**
 * A Chromium without a window, driven by the DevTools protocol. It resolves every name to
 * the loopback address, as a page finds it whose name was rebound.
 */
final class Browser implements AutoCloseable {

	static final Path PROGRAM = Path.of("/usr/bin/chromium");

	private final HttpClient client = HttpClient.newHttpClient();

	private final Process process;

	private final String address;

	Browser(Path directory) throws IOException {
		ProcessBuilder builder = new ProcessBuilder(PROGRAM.toString(), "--headless=new", "--no-sandbox",
				"--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--disable-background-networking",
				"--remote-debugging-port=0", "--user-data-dir=" + directory,
				"--host-resolver-rules=MAP *.test 127.0.0.1", "about:blank")
			.redirectErrorStream(true)
			.redirectOutput(directory.resolve("output.log").toFile());
		// What Chromium puts into the temporary folder goes with the profile.
		builder.environment().put("TMPDIR", directory.toString());
		this.process = builder.start();
		Path port = directory.resolve("DevToolsActivePort");
		try {
			Awaitility.await("start of Chromium")
				.atMost(30, TimeUnit.SECONDS)
				.until(() -> Files.exists(port) && Files.readAllLines(port).size() == 2);
			this.address = "http://127.0.0.1:" + Files.readAllLines(port).get(0);
		}
		catch (RuntimeException | IOException ex) {
			close();
			throw ex;
		}
	}

	/**
	 * Opens a page and runs a script in it.
	 * @param page the address of the page
	 * @param script the body of an asynchronous function that returns text
	 * @return the text
	 */
	String run(String page, String script) throws IOException, InterruptedException {
		HttpRequest open = HttpRequest.newBuilder(URI.create(this.address + "/json/new?" + page))
			.PUT(HttpRequest.BodyPublishers.noBody())
			.build();
		String tab = JsonPath.read(this.client.send(open, BodyHandlers.ofString()).body(), "$.webSocketDebuggerUrl");
		Awaitility.await("load of " + page)
			.atMost(20, TimeUnit.SECONDS)
			.until(() -> evaluate(tab, "document.readyState + ' ' + location.href"), ("complete " + page)::equals);
		return evaluate(tab, "(async () => {" + script + "})()");
	}

	private String evaluate(String tab, String expression) {
		Map<String, Object> parameters = Map.of("expression", expression, "awaitPromise", true, "returnByValue", true);
		String command = JSONObject.toJSONString(Map.of("id", 1, "method", "Runtime.evaluate", "params", parameters));
		Answer answer = new Answer();
		WebSocket socket = this.client.newWebSocketBuilder().buildAsync(URI.create(tab), answer).join();
		try {
			socket.sendText(command, true).join();
			String json = answer.text.orTimeout(20, TimeUnit.SECONDS).join();
			List<String> values = JsonPath.read(json, "$.result.result[?(@.type == 'string')].value");
			if (values.isEmpty()) {
				throw new IllegalStateException(json);
			}
			return values.get(0);
		}
		finally {
			socket.abort();
		}
	}

	@Override
	public void close() {
		this.process.descendants().forEach(ProcessHandle::destroyForcibly);
		this.process.destroyForcibly().onExit().join();
	}

	/** The first message that the browser sends. */
	private static final class Answer implements WebSocket.Listener {

		private final CompletableFuture<String> text = new CompletableFuture<>();

		private final StringBuilder parts = new StringBuilder();

		@Override
		public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
			this.parts.append(data);
			if (last) {
				this.text.complete(this.parts.toString());
			}
			socket.request(1);
			return CompletableFuture.completedStage(null);
		}

		@Override
		public void onError(WebSocket socket, Throwable error) {
			this.text.completeExceptionally(error);
		}

	}

}
