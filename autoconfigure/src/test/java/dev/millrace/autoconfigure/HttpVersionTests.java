package dev.millrace.autoconfigure;

import java.net.InetSocketAddress;
import java.time.Duration;

import dev.millrace.hot.HotResponse;
import dev.millrace.hot.HotRoute;
import dev.millrace.testing.RawClient;
import dev.millrace.testing.RawClient.Response;
import dev.millrace.testing.Requests;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.HttpClient;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Versions, targets, hosts and header values have the same meaning on hot routes and in
 * WebFlux.
 */
class HttpVersionTests {

	@ParameterizedTest
	@CsvSource({ "HTTP/1.1,200", "HTTP/1.2,200", "HTTP/1.9,200", "HTTP/2.0,505", "HTTP/0.9,505", "HTTP/1.10,400",
			"HTTP/1,400", "http/1.1,400" })
	void aResponseHasTheVersionOfTheServer(String version, int status) {
		try (ConfigurableApplicationContext context = start()) {
			for (String path : new String[] { "/hot", "/webflux", "/constant" }) {
				try (RawClient client = new RawClient(Requests.port(context))) {
					Response response = client.send("GET " + path + " " + version + "\r\nHost: test\r\n\r\n").read();
					assertThat(response.statusLine()).as(path).startsWith("HTTP/1.1 " + status);
					if (status == 200) {
						assertThat(response.has("connection: close")).as(path).isFalse();
						assertThat(client.get(path).read().status()).as("the connection lives").isEqualTo(200);
					}
				}
			}
		}
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "--millrace.enabled=true", "--millrace.hot-path.byte-lane=false", "--millrace.enabled=false" })
	void aHotRequestKnowsItsVersionOnEveryLane(String lane) {
		try (ConfigurableApplicationContext context = start(lane)) {
			int port = Requests.port(context);
			assertThat(hot(port, "HTTP/1.1\r\nHost: test")).isEqualTo("HTTP/1.1 http");
			assertThat(hot(port, "HTTP/1.0")).isEqualTo("HTTP/1.0 http");
			if (!lane.endsWith("enabled=false")) {
				assertThat(hot(port, "HTTP/1.2\r\nHost: test")).isEqualTo("HTTP/1.1 http");
			}
			assertThat(HttpClient.newConnection()
				.protocol(HttpProtocol.H2C)
				.get()
				.uri("http://127.0.0.1:" + port + "/hot")
				.responseContent()
				.aggregate()
				.asString()
				.block(Duration.ofSeconds(10))).isEqualTo("HTTP/2.0 http");
		}
	}

	private static String hot(int port, String rest) {
		try (RawClient client = new RawClient(port)) {
			return client.send("GET /hot " + rest + "\r\n\r\n").read().body();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "auto", "off" })
	void aTargetWithoutAPathIsTheRoot(String strict) {
		try (ConfigurableApplicationContext context = start("--millrace.http.strict=" + strict)) {
			try (RawClient client = new RawClient(Requests.port(context))) {
				for (String target : new String[] { "http://test", "HTTP://test:80?a=b", "http://test/" }) {
					Response response = client.send("GET " + target + " HTTP/1.1\r\nHost: test\r\n\r\n").read();
					assertThat(response.body()).as(target).isEqualTo("root");
				}
				assertThat(
						client.send("GET http://test?x=1 HTTP/1.1\r\nHost: test\r\nX-Hot: 1\r\n\r\n").read().status())
					.isEqualTo(200);
			}
		}
	}

	@ParameterizedTest
	@CsvSource({ "[fe80::1%25eth0],200", "[fe80::1%25eth0]:8080,200", "[fe80::1],200", "EXAMPLE.com.,200",
			"example.com:8080,200", "a_b,200", "a:,200", "[::1]:,200", ":,200", "a:000080,200", "u@a,400", "@a,400",
			"a@,400", "[v1.x],400", "[v1.a:b]:80,400", "[::1::2],400", "a:123456,400" })
	void aHostIsTakenAlikeOnEveryLane(String host, int status) {
		try (ConfigurableApplicationContext context = start()) {
			for (String path : new String[] { "/hot", "/constant", "/webflux" }) {
				try (RawClient client = new RawClient(Requests.port(context))) {
					client.send("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
					assertThat(client.read().status()).as(path).isEqualTo(status);
				}
			}
		}
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "--millrace.enabled=true", "--millrace.hot-path.byte-lane=false", "--millrace.enabled=false" })
	void aHeaderBeyondLatin1IsSentAlikeOnEveryLane(String lane) {
		try (ConfigurableApplicationContext context = start(lane);
				RawClient client = new RawClient(Requests.port(context))) {
			for (String path : new String[] { "/hot", "/constant", "/webflux" }) {
				assertThat(client.get(path).read().head()).as(path).containsIgnoringCase("\r\nx-wide: \u00e9?a??\r\n");
			}
		}
	}

	@Test
	void theAddressOfAStreamIsThatOfItsConnection() {
		try (ConfigurableApplicationContext context = start()) {
			assertThat(HttpClient.newConnection()
				.protocol(HttpProtocol.H2C)
				.get()
				.uri("http://127.0.0.1:" + Requests.port(context) + "/address")
				.responseContent()
				.aggregate()
				.asString()
				.block(Duration.ofSeconds(10))).isEqualTo("127.0.0.1");
		}
	}

	private static ConfigurableApplicationContext start(String... arguments) {
		return new SpringApplicationBuilder(Application.class).web(WebApplicationType.REACTIVE)
			.properties("server.port=0", "server.http2.enabled=true", "spring.main.banner-mode=off",
					"spring.reactor.netty.shutdown-quiet-period=0s", "millrace.drain.idle-grace=0s")
			.run(arguments);
	}

	/**
	 * The same through every lane.
	 */
	@RestController
	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		/** Latin-1, the Euro sign, and a character of two chars. */
		private static final String WIDE = "\u00e9\u20aca\ud83d\ude00";

		@Bean
		HotRoute hot() {
			return HotRoute.get("/hot")
				.permitAll()
				.handle((request) -> HotResponse.text(request.protocol() + " " + request.scheme())
					.header("X-Wide", WIDE));
		}

		@Bean
		HotRoute constant() {
			return HotRoute.get("/constant").permitAll().respond(HotResponse.text("c").header("X-Wide", WIDE));
		}

		@Bean
		HotRoute address() {
			return HotRoute.get("/address")
				.permitAll()
				.handle((request) -> HotResponse
					.text(((InetSocketAddress) request.remoteAddress()).getAddress().getHostAddress()));
		}

		@GetMapping("/")
		String root() {
			return "root";
		}

		@GetMapping("/webflux")
		ResponseEntity<String> webflux() {
			return ResponseEntity.ok().header("X-Wide", WIDE).body("webflux");
		}

	}

}
