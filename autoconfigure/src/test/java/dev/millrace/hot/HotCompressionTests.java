package dev.millrace.hot;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

import dev.millrace.testing.RawClient;
import dev.millrace.testing.StreamClient;
import io.netty.handler.codec.http.HttpHeaderNames;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.web.server.Compression;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The compression of the server holds for hot routes: their twins in WebFlux give the
 * answers that are compressed.
 */
@TestInstance(Lifecycle.PER_CLASS)
class HotCompressionTests {

	private static final String LARGE = "0123456789".repeat(400);

	private ConfigurableApplicationContext application;

	@BeforeAll
	void startOnce() {
		this.application = start("server.compression.enabled=true", "server.compression.excluded-user-agents=old",
				"server.http2.enabled=true");
	}

	@AfterAll
	void stop() {
		this.application.close();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			/large         | gzip                      | true  | true
			/large         | GZIP                      | false | true
			/large         | deflate, gzip;q=0.5       | true  | true
			/large         | *                         | true  | true
			/large         | identity, gzip            | true  | true
			/large         |                           | false | true
			/large         | identity                  | false | true
			/large         | gzip;q=0                  | false | true
			/large?query   | gzip                      | true  | true
			/small         | gzip                      | false | false
			/image         | gzip                      | false | false
			/encoded       | gzip                      | false | false
			/no-content    | gzip                      | false | false
			/immediate     | gzip                      | true  | true
			/immediate     |                           | false | true
			/with/variable | gzip                      | true  | true
			/later         | gzip                      | true  | true
			/blocking      | gzip                      | true  | true
			/stream        | gzip                      | true  | true
			/stream        |                           | false | true
			/binary-stream | gzip                      | false | false
			/raw           | gzip                      | true  | true
			/raw           |                           | false | true
			/annotated     | gzip                      | true  | true
			/annotated     |                           | false | true
			/webflux       | gzip                      | true  | true
			/webflux       |                           | false | true
			/webflux-small | gzip                      | false | false
			""")
	void answersAreCompressedAndCachesToldSo(String path, String accepted, boolean compressed, boolean vary) {
		try (RawClient client = new RawClient(port(this.application))) {
			for (int i = 0; i < 3; i++) {
				RawClient.Response response = client
					.send(request(path, (accepted != null) ? "Accept-Encoding: " + accepted + "\r\n" : ""))
					.read();
				assertThat(response.status()).isBetween(200, 204);
				assertThat(response.has("content-encoding: ") && !response.has("content-encoding: x-own"))
					.as(response.head())
					.isEqualTo(compressed);
				assertThat(response.head().toLowerCase(Locale.ROOT).split("vary: accept-encoding", -1))
					.as(response.head())
					.hasSize(vary ? 2 : 1);
			}
		}
	}

	@ParameterizedTest
	@CsvSource({ "/large, byte, true", "/small, byte, false", "/image, byte, false", "/immediate, byte, true",
			"/later, object, true", "/binary-stream, object, false" })
	void theEndpointSaysWhichRequestsAreLeftToWebFlux(String pattern, String lane, boolean left) {
		HotRouteSnapshot route = route(this.application, pattern);
		assertThat(route.lane()).isEqualTo(lane);
		assertThat(route.unless()).hasSize(left ? 1 : 0).allMatch((text) -> text.contains("Accept-Encoding"));
	}

	@Test
	void onlyCompressedRequestsLeaveTheByteLane() {
		try (RawClient client = new RawClient(port(this.application))) {
			long before = route(this.application, "/large").requests();
			String plain = request("/large", "");
			String coded = request("/large", "accept-encoding: br\r\nAccept-Encoding:gzip\r\n");
			client.send(plain + plain + coded + plain + coded + coded + plain);
			StringBuilder codings = new StringBuilder();
			for (int i = 0; i < 7; i++) {
				codings.append(client.read().has("content-encoding") ? 'c' : 'p');
			}
			assertThat(codings).hasToString("ppcpccp");
			assertThat(route(this.application, "/large").requests()).isEqualTo(before + 4);
		}
	}

	@Test
	void excludedUserAgentsGetWhatTheServerGivesThem() {
		try (RawClient client = new RawClient(port(this.application))) {
			RawClient.Response response = client.send(request("/large", "User-Agent: old\r\nAccept-Encoding: gzip\r\n"))
				.read();
			assertThat(response.body()).isEqualTo(LARGE);
			assertThat(response.has("vary: accept-encoding")).isTrue();
		}
	}

	@Test
	void streamsOfHttp2AreCompressedToo() {
		try (StreamClient client = new StreamClient(port(this.application))) {
			long before = route(this.application, "/large").requests();
			assertThat(client
				.start(":method", "GET", ":scheme", "http", ":authority", "test", ":path", "/large",
						HttpHeaderNames.ACCEPT_ENCODING.toString(), "gzip")
				.join()).isEqualTo("200");
			assertThat(route(this.application, "/large").requests()).isEqualTo(before);
		}
	}

	@Test
	void whatACustomizerOfTheFactorySetsHoldsAsWell() {
		try (ConfigurableApplicationContext customized = start("customized=true");
				RawClient client = new RawClient(port(customized))) {
			RawClient.Response response = client.send(request("/image", "Accept-Encoding: gzip\r\n")).read();
			assertThat(response.has("content-encoding: gzip")).isTrue();
			assertThat(response.has("vary: accept-encoding")).isTrue();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "/large", "/immediate", "/webflux" })
	void withoutCompressionNothingIsLeftAndNothingIsSaid(String path) {
		try (ConfigurableApplicationContext plain = start(); RawClient client = new RawClient(port(plain))) {
			RawClient.Response response = client.send(request(path, "Accept-Encoding: gzip\r\n")).read();
			assertThat(response.has("content-encoding")).isFalse();
			assertThat(response.has("vary")).isFalse();
		}
	}

	private static String request(String path, String fields) {
		return "GET " + path + " HTTP/1.1\r\nHost: test\r\n" + fields + "\r\n";
	}

	private static HotRouteSnapshot route(ConfigurableApplicationContext application, String pattern) {
		return application.getBean(HotRoutes.class)
			.snapshots()
			.stream()
			.filter((route) -> route.pattern().equals(pattern))
			.findFirst()
			.orElseThrow();
	}

	private static int port(ConfigurableApplicationContext application) {
		return application.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
	}

	private static ConfigurableApplicationContext start(String... properties) {
		return new SpringApplicationBuilder(Application.class).web(WebApplicationType.REACTIVE)
			.properties("server.port=0", "spring.main.banner-mode=off", "spring.reactor.netty.shutdown-quiet-period=0s",
					"millrace.drain.idle-grace=0s", "server.shutdown=immediate")
			.properties(properties)
			.run();
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Controller.class)
	static class Application {

		@Bean
		@ConditionalOnProperty("customized")
		WebServerFactoryCustomizer<NettyReactiveWebServerFactory> compressingImages() {
			return (factory) -> {
				Compression compression = new Compression();
				compression.setEnabled(true);
				compression.setMimeTypes(new String[] { "image/*" });
				factory.setCompression(compression);
			};
		}

		@Bean
		HotRoute large() {
			return HotRoute.get("/large").respond(HotResponse.text(LARGE));
		}

		@Bean
		HotRoute small() {
			return HotRoute.get("/small").respond(HotResponse.text("small"));
		}

		@Bean
		HotRoute image() {
			return HotRoute.get("/image")
				.respond(HotResponse.bytes(LARGE.getBytes(StandardCharsets.US_ASCII), "image/png"));
		}

		@Bean
		HotRoute encoded() {
			return HotRoute.get("/encoded").respond(HotResponse.text(LARGE).header("Content-Encoding", "x-own"));
		}

		@Bean
		HotRoute noContent() {
			return HotRoute.get("/no-content").respond(HotResponse.status(204));
		}

		@Bean
		HotRoute immediate() {
			return HotRoute.get("/immediate").handle((request) -> HotResponse.json(List.of(LARGE)));
		}

		@Bean
		HotRoute variable() {
			return HotRoute.get("/with/{variable}").handle((request) -> HotResponse.text(LARGE));
		}

		@Bean
		HotRoute later() {
			return HotRoute.get("/later").handleAsync((request) -> Mono.just(HotResponse.text(LARGE)));
		}

		@Bean
		HotRoute blocking() {
			return HotRoute.get("/blocking").handleBlocking((request) -> HotResponse.text(LARGE));
		}

		@Bean
		HotRoute stream() {
			return HotRoute.get("/stream")
				.stream("text/plain", (request) -> Flux.just(LARGE.getBytes(StandardCharsets.US_ASCII)));
		}

		@Bean
		HotRoute binaryStream() {
			return HotRoute.get("/binary-stream")
				.stream("application/octet-stream", (request) -> Flux.just(LARGE.getBytes(StandardCharsets.US_ASCII)));
		}

		@Bean
		HotRoute raw() {
			return HotRoute.get("/raw")
				.raw((request, out) -> out
					.writeCharSequence("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: "
							+ LARGE.length() + "\r\n\r\n" + LARGE, StandardCharsets.US_ASCII));
		}

	}

	@RestController
	static class Controller {

		@Hot
		@GetMapping("/annotated")
		String annotated() {
			return LARGE;
		}

		@GetMapping("/webflux")
		String webflux() {
			return LARGE;
		}

		@GetMapping("/webflux-small")
		String webfluxSmall() {
			return "small";
		}

	}

}
