package dev.millrace.hot;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import dev.millrace.testing.RawClient;
import dev.millrace.testing.StreamClient;
import dev.millrace.testing.TestCertificate;
import dev.millrace.testing.Wire;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Where Spring Security denies all, a request gets the same status with and without
 * Millrace, however it is spelled and whatever it comes behind.
 */
class SecurityEquivalenceTests {

	private static final List<String> ROUTES = List.of("GET /plaintext", "GET /json", "GET /hello/World", "POST /echo",
			"GET /slow", "GET /raw", "PUT /exclusive", "GET /annotated", "GET /webflux");

	private static final List<UnaryOperator<String>> SPELLINGS = spellings();

	@Test
	void spellingsAreMany() {
		assertThat(SPELLINGS).hasSizeGreaterThanOrEqualTo(40);
	}

	@ParameterizedTest
	@EnumSource
	void everySpellingIsAnsweredAsWithoutMillrace(Wire wire) {
		Map<String, String> with = statuses(wire, true);
		Map<String, String> without = statuses(wire, false);
		assertThat(with).hasSameSizeAs(without).hasSizeGreaterThanOrEqualTo(2 * 40 * ROUTES.size());
		assertThat(without.values()).contains("401").doesNotContain("200");
		with.forEach((target, status) -> assertThat(status).as(target).isIn(without.get(target), "400"));
	}

	private static Map<String, String> statuses(Wire wire, boolean millrace) {
		try (ConfigurableApplicationContext application = start(wire, millrace)) {
			int port = application.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
			return wire.streams() ? overStreams(wire, port) : overHttp1(wire, port);
		}
	}

	private static ConfigurableApplicationContext start(Wire wire, boolean millrace) {
		return new SpringApplicationBuilder(HotSecurityTests.Denying.class).web(WebApplicationType.REACTIVE)
			.properties("server.port=0", "spring.main.banner-mode=off", "spring.reactor.netty.shutdown-quiet-period=0s",
					"millrace.drain.idle-grace=0s", "server.shutdown=immediate", "server.http2.enabled=true",
					"millrace.enabled=" + millrace)
			.properties(wire.tls() ? TestCertificate.serverProperties() : new String[0])
			.run("--spring.autoconfigure.exclude=");
	}

	private static Stream<String> targets() {
		return ROUTES.stream().flatMap((route) -> {
			String[] parts = route.split(" ");
			return SPELLINGS.stream().map((spelling) -> parts[0] + " " + spelling.apply(parts[1]));
		});
	}

	/** Each target alone, and sent together with one before it that is open. */
	private static Map<String, String> overHttp1(Wire wire, int port) {
		Map<String, String> statuses = new LinkedHashMap<>();
		try (KeptClient client = new KeptClient(wire, port)) {
			targets().forEach((target) -> {
				statuses.put(target, client.ask(request(target)));
				assertThat(client.ask(request("GET /open") + request(target))).isEqualTo("200");
				statuses.put("behind another: " + target, client.next());
			});
		}
		return statuses;
	}

	private static String request(String target) {
		return target + " HTTP/1.1\r\nHost: test\r\n" + (target.startsWith("GET") ? "" : "Content-Length: 0\r\n")
				+ "\r\n";
	}

	private static Map<String, String> overStreams(Wire wire, int port) {
		Map<String, String> statuses = new LinkedHashMap<>();
		try (StreamClient client = wire.streamClient(port)) {
			targets().forEach((target) -> {
				statuses.put(target, ask(client, wire, target).join());
				CompletableFuture<String> open = ask(client, wire, "GET /open");
				statuses.put("behind another: " + target, ask(client, wire, target).join());
				assertThat(open.join()).isEqualTo("200");
			});
			assertThat(client.isOpen()).isTrue();
		}
		return statuses;
	}

	private static CompletableFuture<String> ask(StreamClient client, Wire wire, String target) {
		String[] parts = target.split(" ", 2);
		return client.start(":method", parts[0], ":scheme", wire.tls() ? "https" : "http", ":authority", "test",
				":path", parts[1]);
	}

	private static List<UnaryOperator<String>> spellings() {
		List<UnaryOperator<String>> spellings = new ArrayList<>();
		for (String prefix : List.of("", "/", "/.", "/./.", "/x/..", "/%2e", "/%2E%2E", "/;", "/;a=b", "/%2F",
				"/x/%2e%2e", "/..", "/..;", "\\", "/%5C", "/%00", "http://test", "http://other:80", "//test")) {
			spellings.add((path) -> prefix + path);
		}
		for (String suffix : List.of("/", "//", "/.", "/..", ";", ";a=b", "%00", "%2F", "%20", "?", "?a=b", "?a=%zz",
				"?a=|", "#", "#a", "?a#b", ".", "..", "%2e", "%", "%0a", "\\", "/%2e%2e/x", ".json", "~")) {
			spellings.add((path) -> path + suffix);
		}
		spellings.add((path) -> "/%" + Integer.toHexString(path.charAt(1)) + path.substring(2));
		spellings.add((path) -> path.replace("/", "//"));
		spellings.add((path) -> path.toUpperCase(Locale.ROOT));
		spellings.add((path) -> path.replace("o", "%6f").replace("a", "%61"));
		return spellings;
	}

	/** Keeps a connection until the server is done with it. */
	private static final class KeptClient implements AutoCloseable {

		private final Wire wire;

		private final int port;

		private RawClient client;

		KeptClient(Wire wire, int port) {
			this.wire = wire;
			this.port = port;
			this.client = wire.rawClient(port);
		}

		String ask(String requests) {
			this.client.send(requests);
			return next();
		}

		String next() {
			RawClient.Response response = this.client.read();
			if (response.status() == 400 || response.has("connection: close")) {
				this.client.close();
				this.client = this.wire.rawClient(this.port);
			}
			return String.valueOf(response.status());
		}

		@Override
		public void close() {
			this.client.close();
		}

	}

}
