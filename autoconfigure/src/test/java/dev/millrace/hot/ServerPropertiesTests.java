package dev.millrace.hot;

import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;

import dev.millrace.testing.RawClient;
import dev.millrace.testing.StreamClient;
import dev.millrace.testing.TestCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.WebSession;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Holds the table of Boot's {@code server.*} in {@code docs/hot-path.md}: each row on the
 * byte lane, the object lane and the lane of WebFlux, and a row for each property that
 * Boot has for this server.
 */
class ServerPropertiesTests {

	private static final List<String> LANES = List.of("/byte", "/object", "/webflux");

	/** Of other servers, or without meaning on this one. */
	private static final List<String> OTHERS = List.of("server.servlet.", "server.tomcat.", "server.jetty.");

	private static final String PREFIX = "| `server.";

	@ParameterizedTest
	@EnumSource
	void rowsHold(Row row) {
		row.check.accept(row.properties);
	}

	@Test
	void everyPropertyHasARow() throws Exception {
		Set<String> names = properties();
		assertThat(names).contains("server.port", "server.netty.idle-timeout", "server.compression.enabled")
			.hasSizeGreaterThan(40);
		assertThat(names).allMatch((name) -> row(name) != null, "has a row");
	}

	@Test
	void everyRowIsInTheTable() throws Exception {
		List<String> documented = Files.readString(Path.of("..", "docs", "hot-path.md")).split("### `server.\\*`", 2)[1]
			.lines()
			.filter((line) -> line.startsWith(PREFIX))
			.map((line) -> line.substring(3, line.indexOf('`', 3)))
			.toList();
		List<String> rows = new ArrayList<>();
		for (Row row : Row.values()) {
			rows.addAll(row.names);
		}
		assertThat(documented).containsExactlyInAnyOrderElementsOf(rows);
	}

	private static Set<String> properties() throws Exception {
		Set<String> names = new TreeSet<>();
		for (URL metadata : Collections.list(ServerPropertiesTests.class.getClassLoader()
			.getResources("META-INF/spring-configuration-metadata.json"))) {
			try (InputStream in = metadata.openStream()) {
				for (JsonNode property : JsonMapper.shared().readTree(in).path("properties")) {
					String name = property.path("name").asString("");
					if (name.startsWith("server.")
							&& !property.path("deprecation").path("level").asString("").equals("error")
							&& OTHERS.stream().noneMatch(name::startsWith)) {
						names.add(name);
					}
				}
			}
		}
		return names;
	}

	private static Row row(String property) {
		for (Row row : Row.values()) {
			for (String name : row.names) {
				if (name.endsWith("*") ? property.startsWith(name.substring(0, name.length() - 1))
						: property.equals(name)) {
					return row;
				}
			}
		}
		return null;
	}

	private static RawClient.Response get(RawClient client, String path, String... fields) {
		StringBuilder request = new StringBuilder("GET ").append(path).append(" HTTP/1.1\r\nHost: test\r\n");
		for (String field : fields) {
			request.append(field).append("\r\n");
		}
		return client.send(request.append("\r\n").toString()).read();
	}

	private static void onEachLane(String[] properties, LaneCheck check) {
		try (ConfigurableApplicationContext application = start(properties)) {
			for (String lane : LANES) {
				check.check(application, port(application), lane);
				check.check(application, port(application), lane);
			}
			for (HotRouteSnapshot route : application.getBean(HotRoutes.class).snapshots()) {
				if (LANES.contains(route.pattern())) {
					assertThat("/" + route.lane()).isEqualTo(route.pattern());
				}
			}
		}
	}

	private static void answers(String[] properties, int status, String path, String... fields) {
		onEachLane(properties, (application, port, lane) -> {
			try (RawClient client = new RawClient(port)) {
				assertThat(get(client, lane + path, fields).status()).as(lane).isEqualTo(status);
			}
		});
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

	private static void port(String[] properties) {
		onEachLane(properties, (application, port, lane) -> {
			try (RawClient client = new RawClient(port)) {
				assertThat(get(client, lane).status()).isEqualTo(200);
			}
		});
	}

	private static void forwarded(String[] properties) {
		onEachLane(properties, (application, port, lane) -> {
			try (RawClient client = new RawClient(port)) {
				assertThat(get(client, lane + "-client", "X-Forwarded-For: 192.0.2.7").body()).isEqualTo("192.0.2.7");
			}
		});
	}

	private static void notForwarded(String[] properties) {
		onEachLane(properties, (application, port, lane) -> {
			try (RawClient client = new RawClient(port)) {
				assertThat(get(client, lane + "-client", "X-Forwarded-For: 192.0.2.7").body()).isEqualTo("127.0.0.1");
			}
		});
	}

	private static void noServerHeader(String[] properties) {
		onEachLane(properties, (application, port, lane) -> {
			try (RawClient client = new RawClient(port)) {
				assertThat(get(client, lane).has("server:")).isFalse();
			}
		});
	}

	private static void tls(String[] properties) {
		List<String> all = new ArrayList<>(List.of(properties));
		all.addAll(List.of(TestCertificate.serverProperties()));
		onEachLane(all.toArray(String[]::new), (application, port, lane) -> {
			try (RawClient client = RawClient.tls(port)) {
				assertThat(get(client, lane).status()).isEqualTo(200);
			}
		});
	}

	private static void http2(String[] properties) {
		try (ConfigurableApplicationContext application = start(properties);
				StreamClient client = new StreamClient(port(application))) {
			for (String lane : LANES) {
				assertThat(
						client.start(":method", "GET", ":scheme", "http", ":authority", "test", ":path", lane).join())
					.isEqualTo("200");
			}
		}
	}

	private static void compression(String[] properties) {
		onEachLane(properties, (application, port, lane) -> {
			try (RawClient client = new RawClient(port)) {
				RawClient.Response response = get(client, lane, "Accept-Encoding: gzip");
				assertThat(response.has("content-encoding: gzip")).as(lane).isTrue();
				assertThat(response.has("vary: accept-encoding")).as(lane).isTrue();
			}
		});
	}

	private static void fewRequests(String[] properties) {
		onEachLane(properties, (application, port, lane) -> {
			try (RawClient client = new RawClient(port)) {
				assertThat(get(client, lane).has("connection: close")).isFalse();
				assertThat(get(client, lane).has("connection: close")).isTrue();
				assertThat(client.closed()).isTrue();
			}
		});
	}

	private static void idleTimeout(String[] properties) {
		onEachLane(properties, (application, port, lane) -> {
			try (RawClient client = new RawClient(port)) {
				assertThat(get(client, lane).status()).isEqualTo(200);
				assertThat(client.closed()).isTrue();
			}
		});
	}

	/** Nothing that a client sees: the server serves. */
	private static void serves(String[] properties) {
		answers(properties, 200, "");
	}

	/** What was asked before the server shuts down is answered, though it comes later. */
	private static void shutdown(String[] properties) {
		try (ConfigurableApplicationContext application = start(properties);
				RawClient object = new RawClient(port(application));
				RawClient webflux = new RawClient(port(application))) {
			Waiting waiting = application.getBean(Waiting.class);
			get(object, "/byte");
			object.send("GET /object-waits HTTP/1.1\r\nHost: test\r\n\r\n");
			webflux.send("GET /webflux-waits HTTP/1.1\r\nHost: test\r\n\r\n");
			waiting.arrived.acquireUninterruptibly(2);
			CompletableFuture<Void> closed = CompletableFuture.runAsync(application::close);
			waiting.stopping.join();
			waiting.answer.complete("late");
			assertThat(object.read().body()).isEqualTo("late");
			assertThat(webflux.read().body()).isEqualTo("late");
			closed.join();
		}
	}

	private static void sessions(String[] properties) {
		try (ConfigurableApplicationContext application = start(properties);
				RawClient client = new RawClient(port(application))) {
			assertThat(get(client, "/webflux-session").has("set-cookie: own=")).isTrue();
			assertThat(get(client, "/byte").has("set-cookie")).isFalse();
			assertThat(get(client, "/object").has("set-cookie")).isFalse();
		}
	}

	private static void errors(String[] properties) {
		try (ConfigurableApplicationContext application = start(properties);
				RawClient client = new RawClient(port(application))) {
			assertThat(get(client, "/webflux-broken").body()).contains("\"message\":\"inner detail\"");
			assertThat(get(client, "/byte-broken").body()).contains("Internal Server Error").doesNotContain("detail");
			assertThat(get(client, "/object-broken").body()).contains("Internal Server Error").doesNotContain("detail");
		}
	}

	@FunctionalInterface
	private interface LaneCheck {

		void check(ConfigurableApplicationContext application, int port, String lane);

	}

	@FunctionalInterface
	private interface Check {

		void accept(String[] properties);

	}

	/** A row of the table. */
	enum Row {

		PORT(ServerPropertiesTests::port, "server.port", "server.port=0"),

		ADDRESS(ServerPropertiesTests::port, "server.address", "server.address=127.0.0.1"),

		FORWARDED(ServerPropertiesTests::forwarded, "server.forward-headers-strategy",
				"server.forward-headers-strategy=native"),

		FORWARDED_BY_SPRING(ServerPropertiesTests::forwarded, null, "server.forward-headers-strategy=framework"),

		NOT_FORWARDED(ServerPropertiesTests::notForwarded, null, "server.forward-headers-strategy=none"),

		SERVER_HEADER(ServerPropertiesTests::noServerHeader, "server.server-header", "server.server-header=own"),

		HEADER_SIZE((properties) -> answers(properties, 431, "", "X: " + "x".repeat(1200)),
				"server.max-http-request-header-size", "server.max-http-request-header-size=1KB"),

		SHUTDOWN(ServerPropertiesTests::shutdown, "server.shutdown", "server.shutdown=graceful"),

		SSL(ServerPropertiesTests::tls, "server.ssl.*"),

		HTTP2(ServerPropertiesTests::http2, "server.http2.enabled", "server.http2.enabled=true"),

		COMPRESSION(ServerPropertiesTests::compression, "server.compression.*", "server.compression.enabled=true",
				"server.compression.min-response-size=1B"),

		MIME_MAPPINGS(ServerPropertiesTests::serves, "server.mime-mappings", "server.mime-mappings.txt=text/own"),

		CONNECTION_TIMEOUT(ServerPropertiesTests::serves, "server.netty.connection-timeout",
				"server.netty.connection-timeout=1ms"),

		H2C_CONTENT((properties) -> answers(properties, 200, ""), "server.netty.h2c-max-content-length",
				"server.netty.h2c-max-content-length=1KB"),

		BUFFER((properties) -> answers(properties, 200, "?" + "q".repeat(200)), "server.netty.initial-buffer-size",
				"server.netty.initial-buffer-size=16B"),

		LINE_LENGTH((properties) -> answers(properties, 414, "?" + "q".repeat(200)),
				"server.netty.max-initial-line-length", "server.netty.max-initial-line-length=128B"),

		KEEP_ALIVE(ServerPropertiesTests::fewRequests, "server.netty.max-keep-alive-requests",
				"server.netty.max-keep-alive-requests=2"),

		VALIDATION((properties) -> answers(properties, 400, "", "X Y: z"), "server.netty.validate-headers",
				"server.netty.validate-headers=true"),

		IDLE(ServerPropertiesTests::idleTimeout, "server.netty.idle-timeout", "server.netty.idle-timeout=200ms"),

		SESSION(ServerPropertiesTests::sessions, "server.reactive.session.*",
				"server.reactive.session.cookie.name=own"),

		ERRORS(ServerPropertiesTests::errors, "server.error.*", "spring.web.error.include-message=always");

		private final Check check;

		private final List<String> names;

		private final String[] properties;

		Row(Check check, String name, String... properties) {
			this.check = check;
			this.names = (name != null) ? List.of(name) : List.of();
			this.properties = properties;
		}

	}

	/** Requests that wait for an answer until the application stops. */
	static final class Waiting implements ApplicationListener<ContextClosedEvent> {

		private final Semaphore arrived = new Semaphore(0);

		private final CompletableFuture<Void> stopping = new CompletableFuture<>();

		private final CompletableFuture<String> answer = new CompletableFuture<>();

		@Override
		public void onApplicationEvent(ContextClosedEvent event) {
			this.stopping.complete(null);
		}

		private Mono<String> answer() {
			this.arrived.release();
			return Mono.fromFuture(this.answer, true);
		}

	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Controller.class)
	static class Application {

		@Bean
		HotRoute bytes() {
			return HotRoute.get("/byte").respond(HotResponse.text("byte"));
		}

		@Bean
		HotRoute object() {
			return HotRoute.get("/object").handleAsync((request) -> Mono.just(HotResponse.text("object")));
		}

		@Bean
		HotRoute byteClient() {
			return HotRoute.get("/byte-client").handle((request) -> HotResponse.text(host(request)));
		}

		@Bean
		HotRoute objectClient() {
			return HotRoute.get("/object-client").handleAsync((request) -> Mono.just(HotResponse.text(host(request))));
		}

		@Bean
		Waiting waiting() {
			return new Waiting();
		}

		@Bean
		HotRoute objectWaits(Waiting waiting) {
			return HotRoute.get("/object-waits").handleAsync((request) -> waiting.answer().map(HotResponse::text));
		}

		private static String host(HotRequest request) {
			return ((InetSocketAddress) request.remoteAddress()).getHostString();
		}

		@Bean
		HotRoute byteBroken() {
			return HotRoute.get("/byte-broken").handle((request) -> {
				throw new IllegalStateException("inner detail");
			});
		}

		@Bean
		HotRoute objectBroken() {
			return HotRoute.get("/object-broken")
				.handleAsync((request) -> Mono.error(new IllegalStateException("inner detail")));
		}

	}

	@RestController
	static class Controller {

		@GetMapping("/webflux")
		String webflux() {
			return "webflux";
		}

		private final Waiting waiting;

		Controller(Waiting waiting) {
			this.waiting = waiting;
		}

		@GetMapping("/webflux-waits")
		Mono<String> waits() {
			return this.waiting.answer();
		}

		@GetMapping("/webflux-client")
		String client(ServerHttpRequest request) {
			return request.getRemoteAddress().getHostString();
		}

		@GetMapping("/webflux-session")
		String session(WebSession session) {
			session.start();
			return "session";
		}

		@GetMapping("/webflux-broken")
		String broken() {
			throw new IllegalStateException("inner detail");
		}

	}

}
