package dev.millrace.hot;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

import dev.millrace.testing.RawClient;
import dev.millrace.testing.RawClient.Response;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientResponse;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Conditional requests to hot routes, on the byte lane, the object lane and in WebFlux.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HotConditionsTests {

	private static final String MODIFIED = "Sun, 06 Nov 1994 08:49:37 GMT";

	private static final List<String> READING = List.of("/constant", "/immediate", "/later", "/blocking", "/guarded");

	private ConfigurableApplicationContext bytes;

	private ConfigurableApplicationContext objects;

	private ConfigurableApplicationContext webFlux;

	@BeforeAll
	void start() {
		this.bytes = start("--millrace.hot-path.byte-lane=true");
		this.objects = start("--millrace.hot-path.byte-lane=false");
		this.webFlux = start("--millrace.enabled=false");
	}

	@AfterAll
	void stop() {
		List.of(this.bytes, this.objects, this.webFlux).forEach(ConfigurableApplicationContext::close);
	}

	private static ConfigurableApplicationContext start(String... arguments) {
		return new SpringApplicationBuilder(Application.class).web(WebApplicationType.REACTIVE)
			.properties("server.port=0", "server.http2.enabled=true", "spring.main.banner-mode=off",
					"spring.reactor.netty.shutdown-quiet-period=0s", "millrace.drain.idle-grace=0s")
			.run(arguments);
	}

	private List<ConfigurableApplicationContext> lanes() {
		return List.of(this.bytes, this.objects, this.webFlux);
	}

	private static RawClient connect(ConfigurableApplicationContext lane) {
		return new RawClient(lane.getEnvironment().getRequiredProperty("local.server.port", Integer.class));
	}

	private static Response ask(RawClient client, String line, String... fields) {
		String all = (fields.length > 0) ? String.join("\r\n", fields) + "\r\n" : "";
		client.send(line + " HTTP/1.1\r\nHost: test\r\n" + all + "\r\n");
		return line.startsWith("HEAD") ? client.readHead() : client.read();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '\'', textBlock = """
			If-None-Match: "v1"                                     | 304
			if-none-match: W/"v1"                                   | 304
			If-None-Match: "x", "v1"                                | 304
			If-None-Match: *                                        | 304
			If-None-Match: "v2"                                     | 200
			If-None-Match:                                          | 200
			If-Modified-Since: Sun, 06 Nov 1994 08:49:37 GMT        | 304
			If-Modified-Since: Sunday, 06-Nov-94 08:49:37 GMT       | 304
			If-Modified-Since: Sun Nov  6 08:49:37 1994             | 304
			If-Modified-Since: Sun, 06 Nov 1994 08:49:36 GMT        | 200
			If-Modified-Since: yesterday                            | 200
			If-Match: "v1"                                          | 200
			If-Match: *                                             | 200
			If-Match: W/"v1"                                        | 412
			If-Match: "v2"                                          | 412
			If-Unmodified-Since: Sun, 06 Nov 1994 08:49:37 GMT      | 200
			If-Unmodified-Since: Sun, 06 Nov 1994 08:49:36 GMT      | 412
			If-Range: "v2"                                          | 200
			X-If-None-Match: "v1"                                   | 200
			""")
	void conditionsAreAnsweredAlikeOnEveryLane(String field, int status) {
		for (ConfigurableApplicationContext lane : lanes()) {
			try (RawClient client = connect(lane)) {
				for (String path : READING) {
					for (int i = 0; i < 2; i++) {
						assertThat(ask(client, "GET " + path).status()).as(path).isEqualTo(200);
						assertThat(ask(client, "GET " + path, field).status()).as(path).isEqualTo(status);
						assertThat(ask(client, "HEAD " + path, field).status()).as("HEAD " + path).isEqualTo(status);
					}
				}
			}
		}
	}

	@Test
	void conditionsPrecedeEachOtherAsTheStandardSays() {
		for (ConfigurableApplicationContext lane : lanes()) {
			try (RawClient client = connect(lane)) {
				assertThat(ask(client, "GET /constant", "If-None-Match: \"v2\"", "If-Modified-Since: " + MODIFIED)
					.status()).isEqualTo(200);
				assertThat(ask(client, "GET /constant", "If-Match: \"v2\"", "If-None-Match: \"v1\"").status())
					.isEqualTo(412);
				assertThat(ask(client, "GET /constant", "If-None-Match: \"x\"", "If-None-Match: \"v1\"").status())
					.isEqualTo(304);
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "/constant", "/immediate", "/later" })
	void notModifiedHasTheHeadersButNoBody(String path) {
		for (ConfigurableApplicationContext lane : lanes()) {
			try (RawClient client = connect(lane)) {
				Response full = ask(client, "GET " + path);
				assertThat(full.body()).isEqualTo("representation");
				for (String method : List.of("GET ", "HEAD ")) {
					Response answer = ask(client, method + path, "If-None-Match: \"v1\"");
					assertThat(answer.status()).isEqualTo(304);
					String head = answer.head().toLowerCase(Locale.ROOT);
					assertThat(head)
						.contains("\r\netag: \"v1\"\r\n", "\r\nlast-modified: ", "\r\ncache-control: max-age=60\r\n",
								"\r\nvary: accept\r\n", "\r\nexpires: ", "\r\ncontent-location: /other\r\n")
						.doesNotContain("\r\ncontent-length", "\r\ncontent-type", "\r\ncontent-language");
					if (lane != this.webFlux) {
						// Reactor Netty alone sends no date, and may announce chunks to
						// HEAD.
						assertThat(head).containsOnlyOnce("\r\ndate: ").doesNotContain("\r\ntransfer-encoding");
					}
				}
				assertThat(ask(client, "GET " + path).body()).as("the connection goes on").isEqualTo("representation");
			}
		}
	}

	@Test
	void pipelinedConditionsAreAnsweredInOrder() {
		try (RawClient client = connect(this.bytes)) {
			String plain = "GET /constant HTTP/1.1\r\nHost: test\r\n\r\n";
			String conditional = "GET /constant HTTP/1.1\r\nHost: test\r\nIf-None-Match: \"v1\"\r\n\r\n";
			client.send(plain.repeat(2)).read();
			client.read();
			client.send(plain + conditional + conditional + plain + plain + conditional);
			for (int status : new int[] { 200, 304, 304, 200, 200, 304 }) {
				assertThat(client.read().status()).isEqualTo(status);
			}
		}
	}

	@Test
	void onlyASuccessIsConditional() {
		for (ConfigurableApplicationContext lane : lanes()) {
			try (RawClient client = connect(lane)) {
				for (String condition : List.of("If-None-Match: *", "If-Match: \"v2\"")) {
					assertThat(ask(client, "GET /failing", condition).status()).isEqualTo(404);
					assertThat(ask(client, "GET /refused", condition).status()).isEqualTo(401);
					assertThat(ask(client, "GET /plain", condition).status()).as("no validator").isEqualTo(200);
				}
			}
		}
	}

	@Test
	void otherMethodsFailBeforeTheyActOrNotAtAll() {
		for (ConfigurableApplicationContext lane : lanes()) {
			try (RawClient client = connect(lane)) {
				for (String condition : List.of("If-None-Match: \"v1\"", "If-None-Match: *", "If-Match: \"v2\"",
						"If-Unmodified-Since: Sun, 06 Nov 1994 08:49:36 GMT")) {
					assertThat(ask(client, "POST /constant", condition, "Content-Length: 0").status()).as(condition)
						.isEqualTo(412);
					assertThat(ask(client, "PUT /acting", condition, "Content-Length: 0").status()).as(condition)
						.isEqualTo(200);
				}
				assertThat(
						ask(client, "POST /constant", "If-Modified-Since: " + MODIFIED, "Content-Length: 0").status())
					.isEqualTo(200);
				assertThat(ask(client, "POST /constant", "If-Match: \"v1\"", "Content-Length: 0").status())
					.isEqualTo(200);
			}
		}
	}

	@Test
	void streamsOfHttp2AreConditional() {
		for (ConfigurableApplicationContext lane : lanes()) {
			for (String path : READING) {
				assertThat(stream(lane, path, "\"v1\"").status().code()).as(path).isEqualTo(304);
				assertThat(stream(lane, path, "\"v2\"").status().code()).as(path).isEqualTo(200);
			}
		}
	}

	private static HttpClientResponse stream(ConfigurableApplicationContext lane, String path, String tag) {
		return HttpClient.newConnection()
			.protocol(HttpProtocol.H2C)
			.headers((headers) -> headers.set("If-None-Match", tag))
			.get()
			.uri("http://127.0.0.1:" + lane.getEnvironment().getProperty("local.server.port") + path)
			.response()
			.block(Duration.ofSeconds(10));
	}

	@Test
	void aRouteWithAValidatorStaysOnTheByteLane() {
		assertThat(this.bytes.getBean(HotRoutes.class).snapshots())
			.filteredOn((route) -> route.pattern().equals("/constant") && route.method().equals("GET"))
			.singleElement()
			.satisfies((route) -> assertThat(route.lane()).isEqualTo("byte"));
	}

	/**
	 * Routes of each kind with validators.
	 */
	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		private static HotResponse representation() {
			return HotResponse.text("representation")
				.header("ETag", "\"v1\"")
				.header("Last-Modified", MODIFIED)
				.header("Cache-Control", "max-age=60")
				.header("Vary", "Accept")
				.header("Expires", MODIFIED)
				.header("Content-Language", "en")
				.header("Content-Location", "/other");
		}

		@Bean
		HotRoute constant() {
			return HotRoute.get("/constant").permitAll().respond(representation());
		}

		@Bean
		HotRoute postConstant() {
			return HotRoute.post("/constant").permitAll().respond(representation());
		}

		@Bean
		HotRoute guarded() {
			return HotRoute.get("/guarded").authorize((request) -> null).respond(representation());
		}

		@Bean
		HotRoute refused() {
			return HotRoute.get("/refused")
				.authorize((request) -> HotResponse.status(401).header("ETag", "\"v1\""))
				.respond(representation());
		}

		@Bean
		HotRoute immediate() {
			return HotRoute.get("/immediate").permitAll().handle((request) -> representation());
		}

		@Bean
		HotRoute later() {
			return HotRoute.get("/later").permitAll().handleAsync((request) -> Mono.just(representation()));
		}

		@Bean
		HotRoute blocking() {
			return HotRoute.get("/blocking").permitAll().handleBlocking((request) -> representation());
		}

		@Bean
		HotRoute failing() {
			return HotRoute.get("/failing").permitAll().handle((request) -> representation().withStatus(404));
		}

		@Bean
		HotRoute plain() {
			return HotRoute.get("/plain").permitAll().respond(HotResponse.text("plain"));
		}

		@Bean
		HotRoute acting() {
			return HotRoute.put("/acting").permitAll().handle((request) -> representation());
		}

	}

}
