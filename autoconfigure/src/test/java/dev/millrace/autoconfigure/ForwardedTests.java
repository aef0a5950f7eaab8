package dev.millrace.autoconfigure;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

import dev.millrace.accesslog.AccessLogAppender;
import dev.millrace.connection.ConnectionRegistry;
import dev.millrace.hot.HotResponse;
import dev.millrace.hot.HotRoute;
import dev.millrace.testing.RawClient;
import dev.millrace.testing.Requests;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.HttpClient;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Who a client is behind a proxy, to everybody who asks. The tests come from loopback,
 * which is trusted unless other networks are named.
 */
@ExtendWith(OutputCaptureExtension.class)
class ForwardedTests {

	private static final String UNTRUSTED = "--millrace.forwarded.trusted=10.0.0.0/8";

	private static final String[] SPOOFED = { "X-Forwarded-For: 6.6.6.6", "X-Forwarded-Proto: https",
			"X-Forwarded-Host: evil.example", "X-Forwarded-Port: 99", "X-FORWARDED-PREFIX: /evil",
			"X-Forwarded-Anything: 6.6.6.6", "X-Real-IP: 6.6.6.6",
			"Forwarded: for=6.6.6.6;proto=https;host=evil.example" };

	@ParameterizedTest
	@ValueSource(strings = { "--server.forward-headers-strategy=none", "--server.forward-headers-strategy=native",
			"--server.forward-headers-strategy=framework", "--spring.main.cloud-platform=kubernetes" })
	void aSpoofedHeaderChangesNothing(String strategy) {
		StringBuilder lines = new StringBuilder();
		try (ConfigurableApplicationContext context = run(lines, strategy, UNTRUSTED)) {
			for (String path : List.of("/hot", "/controller", "/headers", "/hot-headers")) {
				String plain = tell(context, path);
				assertThat(tell(context, path, SPOOFED)).as(path).isEqualTo(plain).doesNotContain("6.6.6.6", "evil");
				assertThat(tellStream(context, path, SPOOFED)).as("h2 " + path).isEqualTo(plain);
			}
			assertThat(tell(context, "/raw", SPOOFED)).startsWith("GET /raw HTTP/1.1")
				.containsIgnoringCase("Host: localhost")
				.doesNotContain("6.6.6.6", "evil");
			try (RawClient client = new RawClient(Requests.port(context))) {
				client.send(request("/hot", SPOOFED)).read();
				assertThat(clients(context)).allMatch((address) -> address.contains("127.0.0.1"));
			}
		}
		assertThat(lines).contains("127.0.0.1 - - ").doesNotContain("6.6.6.6", "evil");
	}

	@ParameterizedTest
	@CsvSource({ "native,true", "native,false", "framework,true", "framework,false" })
	void aTrustedProxyIsBelieved(String strategy, boolean byteLane) {
		StringBuilder lines = new StringBuilder();
		try (ConfigurableApplicationContext context = run(lines, "--server.forward-headers-strategy=" + strategy,
				"--millrace.hot-path.byte-lane=" + byteLane)) {
			assertThat(
					tell(context, "/hot", "X-Forwarded-For: 6.6.6.6, 198.51.100.7", "X-Forwarded-Proto: http, https"))
				.isEqualTo("198.51.100.7 https");
			assertThat(tell(context, "/controller", "X-Forwarded-For: 6.6.6.6, 198.51.100.7",
					"X-Forwarded-Proto: http, https"))
				.isEqualTo("198.51.100.7 https");
			assertThat(
					tellStream(context, "/hot", "X-Forwarded-For: 6.6.6.6", "X-Forwarded-For: 198.51.100.8, 10.1.1.1"))
				.isEqualTo("198.51.100.8 http");
			assertThat(tellStream(context, "/controller", "Forwarded: for=6.6.6.6, for=198.51.100.9;proto=https"))
				.isEqualTo("198.51.100.9 https");
			assertThat(tell(context, "/hot", "Forwarded: for=6.6.6.6, for=198.51.100.9;proto=https"))
				.isEqualTo("198.51.100.9 https");
			assertThat(tell(context, "/controller", "X-Forwarded-For: 198.51.100.7", "Forwarded: for=6.6.6.6"))
				.isEqualTo("198.51.100.7 http");
			assertThat(tell(context, "/hot", "X-Forwarded-For: 198.51.100.7", "Forwarded: for=6.6.6.6"))
				.isEqualTo("198.51.100.7 http");
			assertThat(tell(context, "/hot", "X-Forwarded-Proto: javascript")).isEqualTo("127.0.0.1 http");
			try (RawClient client = new RawClient(Requests.port(context))) {
				client.send(request("/hot", "X-Forwarded-For: 198.51.100.7")).read();
				assertThat(clients(context)).anyMatch((address) -> address.contains("198.51.100.7"));
			}
		}
		assertThat(lines).contains("198.51.100.7 - - ", "198.51.100.8 - - ").doesNotContain("6.6.6.6");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			X-Forwarded-For: 192.0.2.7:4711                        | /192.0.2.7:4711
			X-Forwarded-For: [2001:db8::1]:4711                    | /[2001:db8:0:0:0:0:0:1]:4711
			Forwarded: for="192.0.2.7:4711";proto=https            | /192.0.2.7:4711
			Forwarded: for="[2001:db8::1]:4711";proto=https        | /[2001:db8:0:0:0:0:0:1]:4711
			""")
	void thePortOfTheClientIsKept(String header, String address) {
		try (ConfigurableApplicationContext context = run(new StringBuilder(),
				"--server.forward-headers-strategy=native")) {
			for (String path : List.of("/hot-address", "/address")) {
				assertThat(tell(context, path, header)).as(path).isEqualTo(address);
				assertThat(tellStream(context, path, header)).as("h2 " + path).isEqualTo(address);
			}
			String sent = header.substring(header.indexOf(' ') + 1);
			for (String path : List.of("/hot-headers", "/headers")) {
				assertThat(tell(context, path, header)).as(path).contains(sent);
			}
		}
	}

	@ParameterizedTest
	@CsvSource({ "native,X-Forwarded-For: 192.0.2.7", "native,Forwarded: for=192.0.2.7",
			"framework,X-Forwarded-For: 192.0.2.7" })
	void aPortThatIsNotToldIsThatOfTheConnectionOnEveryLane(String strategy, String header) {
		try (ConfigurableApplicationContext context = run(new StringBuilder(),
				"--server.forward-headers-strategy=" + strategy)) {
			try (RawClient client = new RawClient(Requests.port(context))) {
				for (String path : List.of("/hot-address", "/port")) {
					assertThat(client.send(request(path, header)).read().body()).as(path)
						.endsWith(":" + client.socket().getLocalPort());
				}
			}
		}
	}

	@ParameterizedTest
	@CsvSource({ "192.0.2.7:4711,192.0.2.7", "2001:db8::1,2001:db8:0:0:0:0:0:1",
			"[2001:db8::1]:4711,2001:db8:0:0:0:0:0:1" })
	void springFindsTheAddressBesideAPort(String sent, String address) {
		try (ConfigurableApplicationContext context = run(new StringBuilder(),
				"--server.forward-headers-strategy=framework")) {
			assertThat(tell(context, "/hot", "X-Forwarded-For: " + sent)).isEqualTo(address + " http");
			assertThat(tell(context, "/controller", "X-Forwarded-For: " + sent))
				.contains(sent.replaceAll("]?:4711", ""));
		}
	}

	@ParameterizedTest
	@CsvSource({ "native,wss,https", "framework,wss,https", "native,WSS,https", "native,ws,http", "framework,ws,http",
			"native,https,https", "native,http,http" })
	void theSchemeOfAWebSocketIsThatOfHttp(String strategy, String told, String scheme) {
		for (String lane : List.of("--millrace.enabled=true", "--millrace.enabled=false")) {
			try (ConfigurableApplicationContext context = run(new StringBuilder(), lane,
					"--server.forward-headers-strategy=" + strategy)) {
				assertThat(tell(context, "/hot", "X-Forwarded-For: 192.0.2.7", "X-Forwarded-Proto: " + told)).as(lane)
					.isEqualTo("192.0.2.7 " + scheme);
			}
		}
	}

	@Test
	void onKubernetesAProxyIsBelieved() {
		try (ConfigurableApplicationContext context = run(new StringBuilder(),
				"--spring.main.cloud-platform=kubernetes")) {
			for (String path : List.of("/hot", "/controller")) {
				assertThat(tell(context, path, "X-Forwarded-For: 198.51.100.7")).startsWith("198.51.100.7 ");
			}
		}
	}

	@Test
	void withoutAStrategyATrustedProxyIsNotAskedAndKeepsItsHeaders() {
		try (ConfigurableApplicationContext context = run(new StringBuilder())) {
			for (String path : List.of("/hot", "/controller")) {
				assertThat(tell(context, path, "X-Forwarded-For: 198.51.100.7")).isEqualTo("127.0.0.1 http");
			}
			for (String path : List.of("/hot-headers", "/headers")) {
				assertThat(tell(context, path, "X-Forwarded-For: 6.6.6.6, 198.51.100.7", "X-Real-IP: 6.6.6.6"))
					.isEqualTo("6.6.6.6, 198.51.100.7 6.6.6.6 null");
			}
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			x-forwarded | X-Forwarded-For: 198.51.100.7 | Forwarded: for=6.6.6.6;proto=https | 198.51.100.7 http
			forwarded   | X-Forwarded-For: 6.6.6.6      | Forwarded: for=198.51.100.7        | 198.51.100.7 http
			forwarded   | X-Forwarded-Host: evil        | Forwarded: for=unknown;proto=https | 127.0.0.1 https
			x-forwarded | X-Forwarded-Proto: https      | Forwarded: for=6.6.6.6             | 127.0.0.1 https
			forwarded   | X-Forwarded-For: 6.6.6.6      | X-Forwarded-Proto: https           | 127.0.0.1 http
			""")
	void onlyWhatProxiesWriteIsRead(String header, String first, String second, String expected) {
		for (String strategy : List.of("native", "framework")) {
			try (ConfigurableApplicationContext context = run(new StringBuilder(),
					"--server.forward-headers-strategy=" + strategy, "--millrace.forwarded.header=" + header)) {
				for (String path : List.of("/hot", "/controller")) {
					assertThat(tell(context, path, first, second)).as(strategy + path).isEqualTo(expected);
				}
			}
		}
	}

	@Test
	void aRefusedRequestIsLoggedWithoutSpoofedHeaders() {
		StringBuilder lines = new StringBuilder();
		try (ConfigurableApplicationContext context = run(lines, UNTRUSTED, "--millrace.http.max-body-size=1KB",
				"--millrace.access-log.format=json", "--millrace.access-log.headers=X-Forwarded-For,X-Mine")) {
			try (RawClient client = new RawClient(Requests.port(context))) {
				assertThat(client
					.send("POST /hot HTTP/1.1\r\nHost: localhost\r\nX-Mine: mine\r\nX-Forwarded-For: 6.6.6.6\r\n"
							+ "Content-Length: 9999\r\n\r\n")
					.read()
					.status()).isEqualTo(413);
			}
			try (RawClient client = new RawClient(Requests.port(context))) {
				client.send("CONNECT user:secret@localhost:1 HTTP/1.1\r\nHost: localhost\r\n\r\n").read();
			}
		}
		assertThat(lines).contains("\"status\":413", "mine", "\"path\":\"-\"").doesNotContain("6.6.6.6", "secret");
	}

	@Test
	void aWrongNetworkStopsTheStart(CapturedOutput output) {
		assertThatException()
			.isThrownBy(() -> run(new StringBuilder(), "--millrace.forwarded.trusted=10.0.0.0/8,nowhere").close());
		assertThat(output.getOut()).contains("millrace.forwarded.trusted", "nowhere", "such as 10.0.0.0/8");
	}

	private static String tell(ConfigurableApplicationContext context, String path, String... headers) {
		try (RawClient client = new RawClient(Requests.port(context))) {
			return client.send(request(path, headers)).read().body();
		}
	}

	private static String request(String path, String... headers) {
		StringBuilder request = new StringBuilder("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n");
		for (String header : headers) {
			request.append(header).append("\r\n");
		}
		return request.append("\r\n").toString();
	}

	private static String tellStream(ConfigurableApplicationContext context, String path, String... headers) {
		return HttpClient.newConnection()
			.host("127.0.0.1")
			.port(Requests.port(context))
			.protocol(HttpProtocol.H2C)
			.headers((fields) -> {
				for (String header : headers) {
					int colon = header.indexOf(':');
					fields.add(header.substring(0, colon), header.substring(colon + 2));
				}
			})
			.get()
			.uri(path)
			.responseContent()
			.aggregate()
			.asString()
			.block(Duration.ofSeconds(10));
	}

	private static List<String> clients(ConfigurableApplicationContext context) {
		return context.getBean(ConnectionRegistry.class)
			.snapshots(Duration.ofSeconds(5))
			.join()
			.stream()
			.map((connection) -> String.valueOf(connection.clientAddress()))
			.toList();
	}

	private static ConfigurableApplicationContext run(StringBuilder lines, String... arguments) {
		AccessLogAppender appender = (bytes) -> lines.append(StandardCharsets.US_ASCII.decode(bytes));
		return new SpringApplicationBuilder(Application.class).web(WebApplicationType.REACTIVE)
			.initializers((context) -> ((GenericApplicationContext) context).registerBean(AccessLogAppender.class,
					() -> appender))
			.properties("server.port=0", "millrace.access-log.enabled=true", "server.http2.enabled=true")
			.run(arguments);
	}

	@RestController
	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		HotRoute hot() {
			return HotRoute.get("/hot")
				.permitAll()
				.handle((request) -> HotResponse
					.text(host((InetSocketAddress) request.remoteAddress()) + " " + request.scheme()));
		}

		/** Spring's is not resolved. */
		private static String host(InetSocketAddress address) {
			return (address.getAddress() != null) ? address.getAddress().getHostAddress() : address.getHostString();
		}

		@Bean
		HotRoute hotAddress() {
			return HotRoute.get("/hot-address")
				.permitAll()
				.handle((request) -> HotResponse.text(String.valueOf(request.remoteAddress())));
		}

		@GetMapping("/address")
		String address(ServerHttpRequest request) {
			InetSocketAddress address = request.getRemoteAddress();
			return new InetSocketAddress(address.getAddress().getHostAddress(), address.getPort()).toString();
		}

		@GetMapping("/port")
		String port(ServerHttpRequest request) {
			return ":" + request.getRemoteAddress().getPort();
		}

		@Bean
		HotRoute raw() {
			return HotRoute.get("/raw").permitAll().raw((request, out) -> {
				byte[] head = request.bytes().toString(StandardCharsets.US_ASCII).getBytes(StandardCharsets.US_ASCII);
				out.writeCharSequence("HTTP/1.1 200 OK\r\nContent-Length: " + head.length + "\r\n\r\n",
						StandardCharsets.US_ASCII);
				out.writeBytes(head);
			});
		}

		@Bean
		HotRoute hotHeaders() {
			return HotRoute.get("/hot-headers")
				.permitAll()
				.handle((request) -> HotResponse.text("%s %s %s".formatted(request.header("X-Forwarded-For"),
						request.header("X-Real-IP"), request.header("Forwarded"))));
		}

		@GetMapping("/controller")
		String controller(ServerHttpRequest request) {
			return request.getRemoteAddress().getHostString() + " " + request.getURI().getScheme();
		}

		@GetMapping("/headers")
		String headers(ServerHttpRequest request) {
			return "%s %s %s".formatted(request.getHeaders().getFirst("X-Forwarded-For"),
					request.getHeaders().getFirst("X-Real-IP"), request.getHeaders().getFirst("Forwarded"));
		}

	}

}
