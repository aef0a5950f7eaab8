package dev.millrace.sample;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The spans that the OpenTelemetry Java agent makes of requests, hot and not: it puts
 * handlers behind the codec, which pair requests with responses.
 */
class TracingAgentIT {

	/** What the agent's logging exporter writes of a span. */
	private static final Pattern SPAN = Pattern
		.compile("LoggingSpanExporter - '[^']*' : ([0-9a-f]{32}) [0-9a-f]{16} SERVER .*");

	private static final List<String> PATHS = List.of("/plaintext", "/webflux/plaintext", "/slow?ms=5", "/json",
			"/nothing", "/webflux/json", "/raw", "/hello/hot", "/webflux/hello/cold", "/webflux/slow?ms=5");

	@TempDir
	@SuppressWarnings("NullAway.Init")
	private Path directory;

	@Test
	void thereIsOneSpanOfItsOwnForEachRequestAlsoOfThoseThatArePipelined() throws Exception {
		List<String> expected = new ArrayList<>();
		for (int i = 0; i < 3; i++) {
			for (String path : PATHS) {
				expected.add("GET " + path.replaceAll("\\?.*", "") + (path.equals("/nothing") ? " 404" : " 200"));
			}
		}
		try (StartedJar jar = new StartedJar(this.directory, List.of(), SampleJar.PLAIN,
				"-javaagent:" + System.getProperty("opentelemetry.agent"), "-Dotel.traces.exporter=logging",
				"-Dotel.metrics.exporter=none", "-Dotel.logs.exporter=none", "-Dotel.bsp.schedule.delay=100")) {
			for (String path : PATHS) {
				jar.get(path);
			}
			assertThat(pipelined(jar.port())).containsSubsequence("Hello, World!", "Waited 5 ms", "Hello, hot!",
					"Hello, cold!", "Waited 5 ms");
			Awaitility.await().untilAsserted(() -> {
				List<String> traces = new ArrayList<>();
				assertThat(spans(jar, traces)).containsExactlyInAnyOrderElementsOf(expected);
				assertThat(traces).doesNotHaveDuplicates();
			});
			assertThat(jar.body("/actuator/millrace")).contains("HttpServerTracingHandler", "\"place\":\"codec\"");
		}
	}

	private static String pipelined(int port) throws IOException {
		StringBuilder requests = new StringBuilder();
		for (int i = 0; i < 2 * PATHS.size(); i++) {
			requests.append("GET ").append(PATHS.get(i % PATHS.size())).append(" HTTP/1.1\r\nHost: test\r\n");
			requests.append((i == 2 * PATHS.size() - 1) ? "Connection: close\r\n\r\n" : "\r\n");
		}
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
			socket.setSoTimeout(20_000);
			socket.getOutputStream().write(requests.toString().getBytes(StandardCharsets.US_ASCII));
			return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		}
	}

	private static List<String> spans(StartedJar jar, List<String> traces) throws IOException {
		List<String> spans = new ArrayList<>();
		for (String line : jar.output()) {
			Matcher span = SPAN.matcher(line);
			if (span.find() && !line.contains("url.path=/health,")) {
				traces.add(span.group(1));
				spans.add(attribute(line, "http.request.method") + " " + attribute(line, "url.path") + " "
						+ attribute(line, "http.response.status_code"));
			}
		}
		return spans;
	}

	private static String attribute(String line, String name) {
		Matcher value = Pattern.compile(Pattern.quote(name) + "=([^,}]*)").matcher(line);
		return value.find() ? value.group(1) : "none";
	}

}
