package dev.millrace.autoconfigure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

import dev.millrace.hot.HotResponse;
import dev.millrace.hot.HotRoute;
import dev.millrace.hot.HotRouteSnapshot;
import dev.millrace.hot.HotRoutes;
import dev.millrace.testing.RawClient;
import dev.millrace.testing.Requests;
import dev.millrace.transport.advice.TransportStatus;
import dev.millrace.transport.advice.Warning;
import io.netty.handler.codec.http.cookie.ServerCookieDecoder;
import io.netty.handler.codec.http.cookie.ServerCookieEncoder;
import io.netty.handler.timeout.ReadTimeoutHandler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;
import reactor.netty.http.logging.HttpMessageArgProvider;
import reactor.netty.http.logging.HttpMessageLogFactory;
import reactor.netty.http.logging.ReactorNettyHttpMessageLogFactory;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.ProxyProtocolSupportType;
import reactor.netty.http.server.logging.AccessLog;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an application sets on the server in code holds for hot routes too, or hot routes
 * are left to WebFlux, and start and endpoints say why.
 */
@Timeout(60)
class ServerSettingsTests {

	private static final String CHUNKED = "POST /body HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: chunked\r\n\r\n";

	@SuppressWarnings("deprecation") // codecs of cookies can still be set
	static Stream<Arguments> settings() {
		Map<String, Function<HttpServer, HttpServer>> settings = Map.ofEntries(
				Map.entry("reactor-access-log", (server) -> server.accessLog(true)),
				Map.entry("reactor-error-log", (server) -> server.errorLog(true)),
				Map.entry("reactor-metrics", (server) -> server.metrics(true, Function.identity())),
				Map.entry("reactor-message-log", (server) -> server.httpMessageLogFactory(new MessageLog())),
				Map.entry("do-on-connection",
						(server) -> server
							.doOnConnection((connection) -> connection.addHandlerLast(new ReadTimeoutHandler(30)))),
				Map.entry("child-observer", (server) -> server.childObserve((connection, state) -> {
				})), Map.entry("map-handle", (server) -> server.mapHandle((handled, connection) -> handled)),
				Map.entry("forwarded-function", (server) -> server.forwarded((connection, request) -> connection)),
				Map.entry("proxy-protocol-in-code", (server) -> server.proxyProtocol(ProxyProtocolSupportType.AUTO)),
				Map.entry("cookie-codec",
						(server) -> server.cookieCodec(ServerCookieEncoder.LAX, ServerCookieDecoder.LAX)),
				Map.entry("forwarded-in-code", (server) -> server.forwarded(true)),
				Map.entry("compression-in-code", (server) -> server.compress((request, response) -> true)));
		return settings.entrySet().stream().map((entry) -> Arguments.of(entry.getKey(), entry.getValue()));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("settings")
	void aSettingThatThePipelineCannotHonourLeavesHotRoutesToWebFlux(String code,
			Function<HttpServer, HttpServer> setting) {
		try (ConfigurableApplicationContext context = start(setting); RawClient client = client(context)) {
			assertThat(client.get("/hot").read().body()).isEqualTo("hot");
			assertThat(lanes(context)).containsOnly("webflux");
			assertThat(codes(context)).containsExactly(code);
			assertThat(context.getBean(HotRoutes.class).snapshots())
				.allSatisfy((route) -> assertThat(route.because()).endsWith(")"));
		}
	}

	@Test
	void compressionOfAllThatIsLongEnoughIsOneOfThem() {
		for (Function<HttpServer, HttpServer> setting : List
			.<Function<HttpServer, HttpServer>>of((server) -> server.compress(true), (server) -> server.compress(10))) {
			try (ConfigurableApplicationContext context = start(setting); RawClient client = client(context)) {
				assertThat(codes(context)).containsExactly("compression-in-code");
				client.send("GET /hot HTTP/1.1\r\nHost: test\r\nAccept-Encoding: gzip\r\n\r\n");
				assertThat(client.readHead().status()).isEqualTo(200);
			}
		}
	}

	@Test
	void whatIsNotSetAsksForNothing() {
		try (ConfigurableApplicationContext context = start((server) -> server)) {
			assertThat(lanes(context)).doesNotContain("webflux");
			assertThat(codes(context)).isEmpty();
		}
	}

	@Test
	void theServersOwnAccessLogSeesHotRoutes() {
		List<String> log = new ArrayList<>();
		Function<HttpServer, HttpServer> setting = (server) -> server.accessLog(true, (request) -> {
			log.add(String.valueOf(request.uri()));
			return AccessLog.create("{}", request.uri());
		});
		try (ConfigurableApplicationContext context = start(setting); RawClient client = client(context)) {
			client.get("/hot").read();
			client.get("/hot").read();
			client.get("/hot").read();
			assertThat(log).contains("/hot");
		}
	}

	@Test
	void theServersOwnProxyProtocolTellsHotRoutesTheClient() {
		Function<HttpServer, HttpServer> setting = (server) -> server.proxyProtocol(ProxyProtocolSupportType.ON);
		try (ConfigurableApplicationContext context = start(setting); RawClient client = client(context)) {
			assertThat(codes(context)).containsExactly("proxy-protocol-in-code");
			client.send("PROXY TCP4 192.0.2.7 192.0.2.1 4711 80\r\n");
			assertThat(client.get("/client").read().body()).isEqualTo("/192.0.2.7:4711");
		}
	}

	@Test
	@SuppressWarnings("deprecation") // it can still be set
	void theCodecOfCookiesThatIsThereAnywayAsksForNothing() {
		try (ConfigurableApplicationContext context = start(
				(server) -> server.cookieCodec(ServerCookieEncoder.STRICT, ServerCookieDecoder.STRICT))) {
			assertThat(lanes(context)).doesNotContain("webflux");
			assertThat(codes(context)).isEmpty();
		}
	}

	/** Reactor Netty reads the property once in the life of a JVM. */
	@Test
	void anAccessLogThatASystemPropertySwitchesOnSeesHotRoutes() throws IOException {
		Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-XX:TieredStopAtLevel=1", "-Dreactor.netty.http.server.accessLogEnabled=true", "-cp",
				System.getProperty("java.class.path"), Application.class.getName())
			.redirectErrorStream(true)
			.start();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(output).contains("answers=hot lanes=[webflux] codes=[reactor-access-log]")
			.contains("\"GET /hot HTTP/1.1\" 200");
	}

	@Test
	void timeoutsOfABodyLeaveRoutesWithBodiesToWebFlux() {
		for (Function<HttpServer, HttpServer> setting : List.<Function<HttpServer, HttpServer>>of(
				(server) -> server.readTimeout(Duration.ofMillis(100)),
				(server) -> server.requestTimeout(Duration.ofMillis(100)))) {
			try (ConfigurableApplicationContext context = start(setting); RawClient client = client(context)) {
				assertThat(lanes(context)).containsExactlyInAnyOrder("byte", "byte", "webflux");
				assertThat(client.get("/hot").read().body()).isEqualTo("hot");
				// What status Spring makes of it is its own affair.
				assertThat(client.send(CHUNKED).read().status()).isGreaterThanOrEqualTo(400);
			}
		}
	}

	@Test
	void aConnectionEndsAfterItsRequestsHotOrNot() {
		for (String second : List.of("/hot", "/cold")) {
			try (ConfigurableApplicationContext context = start((server) -> server.maxKeepAliveRequests(2));
					RawClient client = client(context)) {
				assertThat(lanes(context)).doesNotContain("webflux");
				assertThat(client.get("/hot").read().has("connection: close")).isFalse();
				RawClient.Response last = client.get(second).read();
				assertThat(last.head().toLowerCase(Locale.ROOT)).contains("connection: close");
				assertThat(client.closed()).isTrue();
			}
		}
	}

	@Test
	void pipelinedRequestsBeyondTheLastAreNotAnswered() {
		try (ConfigurableApplicationContext context = start((server) -> server.maxKeepAliveRequests(1));
				RawClient client = client(context)) {
			client.send("GET /hot HTTP/1.1\r\nHost: test\r\n\r\n".repeat(3));
			assertThat(client.read().has("connection: close")).isTrue();
			assertThat(client.closed()).isTrue();
		}
	}

	private static ConfigurableApplicationContext start(Function<HttpServer, HttpServer> setting) {
		ApplicationContextInitializer<GenericApplicationContext> customizer = (context) -> context
			.registerBean(NettyServerCustomizer.class, () -> setting::apply);
		return new SpringApplicationBuilder(Application.class).web(WebApplicationType.REACTIVE)
			.initializers(customizer)
			.run("--server.port=0", "--spring.reactor.netty.shutdown-quiet-period=0s");
	}

	private static RawClient client(ConfigurableApplicationContext context) {
		return new RawClient(Requests.port(context));
	}

	private static List<String> lanes(ConfigurableApplicationContext context) {
		return context.getBean(HotRoutes.class).snapshots().stream().map(HotRouteSnapshot::lane).toList();
	}

	private static List<String> codes(ConfigurableApplicationContext context) {
		return context.getBean(TransportStatus.class)
			.warnings()
			.stream()
			.filter((warning) -> warning.message().contains("are served by WebFlux"))
			.map(Warning::code)
			.toList();
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		/** Says what became of hot routes in this JVM. */
		public static void main(String[] args) {
			try (ConfigurableApplicationContext context = start(Function.identity());
					RawClient client = client(context)) {
				System.out.printf("answers=%s lanes=%s codes=%s%n", client.get("/hot").read().body(),
						Set.copyOf(lanes(context)), codes(context));
			}
			System.exit(0);
		}

		@Bean
		HotRoute hot() {
			return HotRoute.get("/hot").permitAll().respond(HotResponse.text("hot"));
		}

		@Bean
		HotRoute peer() {
			return HotRoute.get("/client")
				.permitAll()
				.handle((request) -> HotResponse.text(String.valueOf(request.remoteAddress())));
		}

		@Bean
		HotRoute body() {
			return HotRoute.post("/body")
				.permitAll()
				.handle((request) -> HotResponse.bytes(request.body(), "text/plain"));
		}

		@Bean
		RouterFunction<?> cold() {
			return RouterFunctions.route()
				.GET("/cold", (request) -> ServerResponse.ok().body(Mono.just("cold"), String.class))
				.build();
		}

	}

	/** Differs from the default by its identity. */
	private static final class MessageLog implements HttpMessageLogFactory {

		private final HttpMessageLogFactory like = ReactorNettyHttpMessageLogFactory.INSTANCE;

		@Override
		public String trace(HttpMessageArgProvider arguments) {
			return this.like.trace(arguments);
		}

		@Override
		public String debug(HttpMessageArgProvider arguments) {
			return this.like.debug(arguments);
		}

		@Override
		public String info(HttpMessageArgProvider arguments) {
			return this.like.info(arguments);
		}

		@Override
		public String warn(HttpMessageArgProvider arguments) {
			return this.like.warn(arguments);
		}

		@Override
		public String error(HttpMessageArgProvider arguments) {
			return this.like.error(arguments);
		}

	}

}
