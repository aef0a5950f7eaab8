package dev.millrace.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

import dev.millrace.accesslog.AccessLog;
import dev.millrace.accesslog.AccessLogAppender;
import dev.millrace.accesslog.AccessLogCounts;
import dev.millrace.hot.HotResponse;
import dev.millrace.hot.HotRoute;
import dev.millrace.testing.RawClient;
import dev.millrace.testing.Requests;
import dev.millrace.testing.StreamClient;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.netty.ReactorNetty;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.json.JsonParserFactory;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.awaitility.Awaitility.await;

/**
 * The access log of a real server, beside what its clients know.
 */
@ExtendWith(OutputCaptureExtension.class)
class AccessLogTests {

	@TempDir
	private Path directory;

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void everyRequestIsALine(boolean byteLane) throws IOException {
		List<String> expected = new ArrayList<>();
		try (ConfigurableApplicationContext context = start("format=json", "--server.http2.enabled=true",
				"--millrace.hot-path.byte-lane=" + byteLane);
				RawClient client = new RawClient(Requests.port(context));
				StreamClient streams = new StreamClient(Requests.port(context))) {
			for (int i = 0; i < 20; i++) {
				for (String path : List.of("/constant", "/hot/" + i, "/later", "/controller", "/missing")) {
					int status = client.get(path).read().status();
					expected.add("HTTP/1.1 GET " + path + " " + status);
				}
			}
			try (RawClient broken = new RawClient(Requests.port(context))) {
				assertThat(broken.send("GET /\u0001 HTTP/1.1\r\n\r\n").read().status()).isEqualTo(400);
				expected.add("HTTP/1.0 GET /bad-request 400");
			}
			for (String path : List.of("/constant", "/hot/h2", "/controller")) {
				assertThat(streams.start(":method", "GET", ":scheme", "http", ":authority", "localhost", ":path", path))
					.succeedsWithin(Duration.ofSeconds(10));
				expected.add("HTTP/2.0 GET " + path + " 200");
			}
			awaitLines(context, expected.size());
		}
		List<Map<String, Object>> lines = json();
		assertThat(lines)
			.map((line) -> "%s %s %s %s".formatted(line.get("protocol"), line.get("method"), line.get("path"),
					line.get("status")))
			.containsExactlyElementsOf(expected);
		assertThat(lines).allSatisfy((line) -> {
			assertThat(line).containsEntry("client", "127.0.0.1");
			assertThat(Instant.parse(String.valueOf(line.get("time")))).isBetween(Instant.now().minusSeconds(60),
					Instant.now().plusMillis(1));
			assertThat(((Number) line.get("durationMicros")).longValue()).isBetween(0L, 10_000_000L);
		});
		assertThat(lines.get(0)).containsEntry("bytes", 8).containsEntry("outcome", "answered");
		assertThat(lines.get(3)).containsEntry("outcome", "passed").containsEntry("bytes", 10);
		assertThat(lines.get(1)).containsEntry("route", "/hot/{id}");
	}

	@Test
	void theCombinedFormatIsThatOfOtherServers() throws IOException {
		try (ConfigurableApplicationContext context = start();
				RawClient client = new RawClient(Requests.port(context))) {
			client.send(
					"GET /constant?page=1&token=secret HTTP/1.1\r\nHost: localhost\r\nUser-Agent: a \"quoted\" one\r\n"
							+ "Referer: http://there.example/?token=secret\r\nAuthorization: Basic secret\r\n"
							+ "Cookie: session=secret\r\n\r\n")
				.read();
			client.send("HEAD /constant HTTP/1.1\r\nHost: localhost\r\n\r\n").readHead();
			awaitLines(context, 2);
		}
		List<String> lines = Files.readAllLines(file());
		assertThat(lines.get(0))
			.matches("127\\.0\\.0\\.1 - - \\[\\d\\d/[A-Z][a-z]{2}/\\d{4}:\\d\\d:\\d\\d:\\d\\d [+-]\\d{4}] "
					+ "\"GET /constant\\?page=\\*&token=\\* HTTP/1\\.1\" 200 8 "
					+ "\"http://there\\.example/\\?token=\\*\" \"a \\\\\"quoted\\\\\" one\"");
		assertThat(lines.get(1)).endsWith("\"HEAD /constant HTTP/1.1\" 200 - \"-\" \"-\"");
		assertThat(Files.readString(file())).doesNotContain("secret");
	}

	/** Constant routes have no exchange on the byte lane, and the lines do not tell. */
	@ParameterizedTest
	@ValueSource(strings = { "combined", "json" })
	void linesDoNotDependOnTheLane(String format) throws IOException {
		List<String> withBytes = linesOf(format, true);
		assertThat(withBytes).hasSize(3 * 6).isEqualTo(linesOf(format, false));
		assertThat(String.join("\n", withBytes)).contains("198.51.100.7", "curl/8", "page=*", "there.example")
			.doesNotContain("secret");
	}

	private List<String> linesOf(String format, boolean byteLane) throws IOException {
		Files.deleteIfExists(file());
		List<String> requests = List.of("GET /constant HTTP/1.1\r\n", "HEAD /constant HTTP/1.1\r\n",
				"GET /constant?page=secret HTTP/1.1\r\nUser-Agent: curl/8 \"quoted\"\r\n",
				"GET /constant HTTP/1.1\r\nreferer:http://there.example/?token=secret\r\nX-Request-Id:  7 \r\n",
				"GET /constant HTTP/1.1\r\nX-Forwarded-For: 6.6.6.6, 198.51.100.7\r\n",
				"GET /constant HTTP/1.1\r\nAuthorization: secret\r\nUser-Agent:\r\nUser-Agent: second\r\n");
		try (ConfigurableApplicationContext context = start("format=" + format, "headers=X-Request-Id",
				"--server.forward-headers-strategy=native", "--millrace.hot-path.byte-lane=" + byteLane);
				RawClient client = new RawClient(Requests.port(context))) {
			for (int i = 0; i < 3; i++) {
				for (String request : requests) {
					client.send(request + "Host: localhost\r\n\r\n");
					if (request.startsWith("HEAD")) {
						client.readHead();
					}
					else {
						client.read();
					}
				}
			}
			awaitLines(context, 3 * requests.size());
		}
		return Files.readAllLines(file())
			.stream()
			.map((line) -> line.replaceAll("\\[.*?]|\"(time|durationMicros|connection)\":[^,}]*", ""))
			.toList();
	}

	@Test
	void whatIsListedByNameIsWritten() throws IOException {
		try (ConfigurableApplicationContext context = start("format=json", "headers=X-Request-Id,X-Other",
				"query-parameters=page", "address=prefix"); RawClient client = new RawClient(Requests.port(context))) {
			client
				.send("GET /constant?page=1&token=secret HTTP/1.1\r\nHost: localhost\r\nX-Request-ID: 4\u00e4\r\n\r\n")
				.read();
			awaitLines(context, 1);
		}
		assertThat(json().get(0)).containsEntry("query", "page=1&token=*")
			.containsEntry("headers", Map.of("x-request-id", "4\u00e4"))
			.containsEntry("client", "127.0.0.0");
	}

	@Test
	void onlyWhatIsSelectedIsWritten() throws IOException {
		try (ConfigurableApplicationContext context = start("format=json", "include-paths=/hot/**,/missing,/constant",
				"exclude-paths=/hot/2", "statuses=2xx,404"); RawClient client = new RawClient(Requests.port(context))) {
			for (String path : List.of("/constant", "/controller", "/hot/1", "/hot/2", "/missing", "/hot/broken",
					"/constant/no", "/hot/3")) {
				client.get(path).read();
			}
			awaitLines(context, 4);
		}
		assertThat(json()).map((line) -> line.get("path")).containsExactly("/constant", "/hot/1", "/missing", "/hot/3");
	}

	@Test
	void aShareOfTheRequestsIsWritten() {
		try (ConfigurableApplicationContext context = start("sampling=0.25");
				RawClient client = new RawClient(Requests.port(context))) {
			pipeline(client, 4000);
			await().atMost(Duration.ofSeconds(10))
				.untilAsserted(() -> assertThat(counts(context).written()).isBetween(800L, 1200L));
		}
	}

	@Test
	void anAppenderThatHangsCostsLinesAndNoAnswers() {
		CountDownLatch hanging = new CountDownLatch(1);
		AccessLogAppender appender = (lines) -> {
			try {
				hanging.await();
			}
			catch (InterruptedException ex) {
				throw new IOException(ex);
			}
		};
		try (ConfigurableApplicationContext context = startWith(appender, "buffer=128KB");
				RawClient client = new RawClient(Requests.port(context))) {
			pipeline(client, 4000);
			AccessLogCounts counts = counts(context);
			assertThat(counts.written()).isZero();
			assertThat(counts.dropped()).isPositive();
			hanging.countDown();
			await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
				AccessLogCounts after = counts(context);
				assertThat(after.written() + after.dropped()).isEqualTo(4000);
				assertThat(context.getBean(MeterRegistry.class)
					.get("millrace.access.log.lines")
					.tag("outcome", "dropped")
					.functionCounter()
					.count()).isEqualTo(after.dropped());
			});
		}
		finally {
			hanging.countDown();
		}
	}

	@Test
	void whatAnAppenderLosesIsCountedAndLogged(CapturedOutput output) {
		AccessLogAppender appender = (lines) -> {
			throw new IOException("the disk is full");
		};
		try (ConfigurableApplicationContext context = startWith(appender);
				RawClient client = new RawClient(Requests.port(context))) {
			pipeline(client, 100);
			await().atMost(Duration.ofSeconds(10))
				.untilAsserted(() -> assertThat(counts(context)).isEqualTo(new AccessLogCounts(0, 0, 100)));
			assertThat(output).contains("of the access log are lost: java.io.IOException: the disk is full");
		}
	}

	@Test
	void whatIsLeftAtTheEndIsWritten() throws IOException {
		try (ConfigurableApplicationContext context = start();
				RawClient client = new RawClient(Requests.port(context))) {
			pipeline(client, 500);
		}
		assertThat(Files.readAllLines(file())).hasSize(500);
	}

	@Test
	void withoutAFileLinesGoToALogger(CapturedOutput output) {
		try (ConfigurableApplicationContext context = run(null, "--millrace.access-log.format=common");
				RawClient client = new RawClient(Requests.port(context))) {
			client.get("/constant").read();
			awaitLines(context, 1);
			assertThat(output)
				.containsPattern("millrace\\.access +: 127.0.0.1 - - \\[.*] \"GET /constant HTTP/1.1\" 200 8\n");
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			format=xml          | format        | xml  | Write one of: common, combined, json.
			sampling=1.5        | sampling      | 1.5  | must be from 0 to 1
			buffer=64KB         | buffer        | 64KB | must be at least 128KB
			statuses=6xx        | statuses      | 6xx  | such as '5xx'
			include-paths=api   | include-paths | api  | such as '/health'
			exclude-paths=/a*b  | exclude-paths | /a*b | such as '/actuator/**'
			file=/dev/null/a    | file          | /dev/null/a | which is not a directory
			file=/nowhere/a.log | file          | /nowhere/a.log | which is not a directory
			file=/dev           | file          | /dev | cannot be written
			""")
	void aWrongValueStopsTheStart(String property, String name, String value, String remedy, CapturedOutput output) {
		assertThatException().isThrownBy(() -> run(null, "--millrace.access-log." + property).close());
		assertThat(output.getOut()).contains("APPLICATION FAILED TO START")
			.contains("millrace.access-log." + name)
			.contains(value)
			.contains(remedy);
	}

	@Test
	void reactorNettysOwnLogBesideItStopsTheStart(CapturedOutput output) {
		System.setProperty(ReactorNetty.ACCESS_LOG_ENABLED, "true");
		try {
			assertThatException().isThrownBy(() -> run(null).close());
		}
		finally {
			System.clearProperty(ReactorNetty.ACCESS_LOG_ENABLED);
		}
		assertThat(output.getOut()).contains("contradicts 'millrace.access-log.enabled'");
	}

	private static void pipeline(RawClient client, int count) {
		int batch = 50;
		for (int i = 0; i < count; i += batch) {
			client.send("GET /constant HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(batch));
			for (int j = 0; j < batch; j++) {
				assertThat(client.read().status()).isEqualTo(200);
			}
		}
	}

	private static AccessLogCounts counts(ConfigurableApplicationContext context) {
		return context.getBean(AccessLog.class).counts();
	}

	private static void awaitLines(ConfigurableApplicationContext context, int count) {
		await().atMost(Duration.ofSeconds(10))
			.untilAsserted(() -> assertThat(counts(context)).isEqualTo(new AccessLogCounts(count, 0, 0)));
	}

	private Path file() {
		return this.directory.resolve("access.log");
	}

	private List<Map<String, Object>> json() throws IOException {
		return Files.readAllLines(file()).stream().map(JsonParserFactory.getJsonParser()::parseMap).toList();
	}

	private ConfigurableApplicationContext start(String... properties) {
		List<String> arguments = new ArrayList<>(List.of("--millrace.access-log.file=" + file()));
		for (String property : properties) {
			arguments.add(property.startsWith("--") ? property : "--millrace.access-log." + property);
		}
		return run(null, arguments.toArray(String[]::new));
	}

	private static ConfigurableApplicationContext startWith(AccessLogAppender appender, String... properties) {
		List<String> arguments = new ArrayList<>();
		for (String property : properties) {
			arguments.add("--millrace.access-log." + property);
		}
		return run(appender, arguments.toArray(String[]::new));
	}

	private static ConfigurableApplicationContext run(@Nullable AccessLogAppender appender, String... arguments) {
		ApplicationContextInitializer<GenericApplicationContext> beans = (context) -> {
			if (appender != null) {
				context.registerBean(AccessLogAppender.class, () -> appender);
			}
		};
		return new SpringApplicationBuilder(Application.class).web(WebApplicationType.REACTIVE)
			.initializers(beans)
			.properties("server.port=0", "millrace.access-log.enabled=true", "millrace.transport.workers=1")
			.run(arguments);
	}

	@RestController
	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		HotRoute constant() {
			return HotRoute.get("/constant").permitAll().respond(HotResponse.text("constant"));
		}

		@Bean
		HotRoute hot() {
			return HotRoute.get("/hot/{id}").permitAll().handle((request) -> {
				if (request.pathVariable("id").equals("broken")) {
					return HotResponse.status(500);
				}
				return HotResponse.text(request.pathVariable("id"));
			});
		}

		@Bean
		HotRoute later() {
			return HotRoute.get("/later")
				.permitAll()
				.handleAsync((request) -> Mono.delay(Duration.ofMillis(1)).map((tick) -> HotResponse.text("later")));
		}

		@GetMapping("/controller")
		String controller() {
			return "controller";
		}

	}

}
