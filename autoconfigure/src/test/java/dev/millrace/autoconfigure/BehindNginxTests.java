package dev.millrace.autoconfigure;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

import dev.millrace.hot.HotRoute;
import dev.millrace.testing.RawClient;
import dev.millrace.testing.Requests;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Answers that stream, and that break off, through a real nginx with nothing but
 * {@code proxy_pass}: it asks in HTTP/1.0 and collects answers in its buffer.
 */
@Timeout(60)
class BehindNginxTests {

	/** Does not begin a chunk, nor end one. */
	private static final String END = "\r\n0\r\n\r\n";

	private static ConfigurableApplicationContext context;

	private static NginxProxy nginx;

	@BeforeAll
	static void start(@TempDir Path directory) throws Exception {
		assumeTrue(NginxProxy.isInstalled(), "nginx is not installed");
		context = new SpringApplicationBuilder(Application.class).web(WebApplicationType.REACTIVE)
			.properties("server.port=0", "spring.main.banner-mode=off", "spring.reactor.netty.shutdown-quiet-period=0s",
					"millrace.drain.idle-grace=0s", "server.shutdown=immediate", "logging.level.dev.millrace=off")
			.run();
		nginx = NginxProxy.start(directory, Requests.port(context));
	}

	@AfterAll
	static void stop() {
		if (nginx != null) {
			nginx.close();
		}
		if (context != null) {
			context.close();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "/events", "/ndjson", "/hot/events", "/hot/text", "/hot/ndjson" })
	void theFirstPieceOfAnEndlessAnswerIsPassedOnAtOnce(String path) {
		try (RawClient client = new RawClient(nginx.port())) {
			client.get(path);
			StringBuilder received = new StringBuilder();
			while (received.indexOf("first") < 0) {
				received.append(client.bytes(1));
			}
			assertThat(received).startsWith("HTTP/1.1 200 ").doesNotContainIgnoringCase("x-accel-buffering");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "/failing-text", "/failing-ndjson", "/hot/failing", "/hot/failing-ndjson" })
	void aClientSeesThatAnAnswerBrokeOff(String path) {
		try (RawClient client = new RawClient(nginx.port())) {
			String received = client.get(path).rest();
			assertThat(received).satisfiesAnyOf((text) -> assertThat(text).startsWith("HTTP/1.1 200 ")
				.containsIgnoringCase("transfer-encoding: chunked")
				.doesNotEndWith(END), (text) -> assertThat(text).startsWith("HTTP/1.1 502 "));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "/whole-text", "/hot/whole" })
	void aClientSeesThatAnAnswerIsWhole(String path) {
		try (RawClient client = new RawClient(nginx.port())) {
			assertThat(client.get(path).read().body()).isEqualTo("ab");
		}
	}

	@RestController
	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		private static <T> Flux<T> waiting(T first) {
			return Flux.just(first).concatWith(Flux.never());
		}

		private static <T> Flux<T> failing(T first) {
			return Flux.just(first).concatWith(Mono.error(new IllegalStateException("broken")));
		}

		private static byte[] bytes(String text) {
			return text.getBytes(StandardCharsets.US_ASCII);
		}

		private static DataBuffer buffer(String text) {
			return DefaultDataBufferFactory.sharedInstance.wrap(bytes(text));
		}

		@GetMapping(path = "/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
		Flux<String> events() {
			return waiting("first");
		}

		@GetMapping(path = "/ndjson", produces = MediaType.APPLICATION_NDJSON_VALUE)
		Flux<Piece> ndjson() {
			return waiting(new Piece("first"));
		}

		@GetMapping(path = "/failing-ndjson", produces = MediaType.APPLICATION_NDJSON_VALUE)
		Flux<Piece> failingNdjson() {
			return failing(new Piece("ab"));
		}

		@GetMapping(path = "/failing-text", produces = MediaType.TEXT_PLAIN_VALUE)
		Flux<DataBuffer> failingText() {
			return failing(buffer("ab"));
		}

		@GetMapping(path = "/whole-text", produces = MediaType.TEXT_PLAIN_VALUE)
		Flux<DataBuffer> wholeText() {
			return Flux.defer(() -> Flux.just(buffer("a"), buffer("b")));
		}

		@Bean
		HotRoute hotEvents() {
			return stream("/hot/events", "text/event-stream", waiting(bytes("data:first\n\n")));
		}

		@Bean
		HotRoute hotText() {
			return stream("/hot/text", "text/plain", waiting(bytes("first")));
		}

		@Bean
		HotRoute hotNdjson() {
			return stream("/hot/ndjson", "application/x-ndjson", waiting(bytes("{\"text\":\"first\"}\n")));
		}

		@Bean
		HotRoute hotFailing() {
			return stream("/hot/failing", "text/plain", failing(bytes("ab")));
		}

		@Bean
		HotRoute hotFailingNdjson() {
			return stream("/hot/failing-ndjson", "application/x-ndjson", failing(bytes("ab\n")));
		}

		@Bean
		HotRoute hotWhole() {
			return stream("/hot/whole", "text/plain", Flux.just(bytes("a"), bytes("b")));
		}

		private static HotRoute stream(String path, String type, Flux<byte[]> pieces) {
			return HotRoute.get(path).permitAll().stream(type, (request) -> pieces);
		}

	}

	/**
	 * A line of a stream.
	 *
	 * @param text its text
	 */
	record Piece(String text) {
	}

}
