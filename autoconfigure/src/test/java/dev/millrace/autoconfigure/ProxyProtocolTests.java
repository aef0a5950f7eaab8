package dev.millrace.autoconfigure;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

import dev.millrace.autoconfigure.exchange.ForwardedAutoConfiguration;
import dev.millrace.connection.ConnectionRegistry;
import dev.millrace.connection.ConnectionSnapshot;
import dev.millrace.connection.accept.ConnectionFilter;
import dev.millrace.connection.accept.ConnectionFilter.Decision;
import dev.millrace.testing.FrameClient;
import dev.millrace.testing.RawClient;
import dev.millrace.testing.Requests;
import dev.millrace.testing.RunningServers;
import dev.millrace.testing.TestCertificate;
import dev.millrace.worker.CloseReason;
import dev.millrace.worker.WorkerSnapshot;
import dev.millrace.worker.Workers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.awaitility.Awaitility.await;

/**
 * Connections that begin with a PROXY header.
 */
@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class ProxyProtocolTests {

	private static final String CLIENT = "203.0.113.9";

	private static final String REFUSED = "203.0.113.66";

	private static final byte[] SIGNATURE = HexFormat.of().parseHex("0d0a0d0a000d0a515549540a");

	private static final String GET = "GET %s HTTP/1.1\r\nHost: localhost\r\n%s\r\n";

	private ConfigurableApplicationContext context;

	@AfterEach
	void stop() {
		if (this.context != null) {
			this.context.close();
		}
	}

	static Stream<Arguments> headers() {
		return Stream.of(Arguments.of("v1 TCP4", text("PROXY TCP4 203.0.113.9 127.0.0.1 4711 80\r\n"), CLIENT),
				Arguments.of("v1 TCP6", text("PROXY TCP6 2001:db8::9 ::1 4711 80\r\n"), "2001:db8:0:0:0:0:0:9"),
				Arguments.of("v1 UNKNOWN", text("PROXY UNKNOWN\r\n"), "127.0.0.1"),
				Arguments.of("v1 UNKNOWN with more", text("PROXY UNKNOWN ffff::1 ffff::2 1 2\r\n"), "127.0.0.1"),
				Arguments.of("v2 TCP4", binary(0x21, 0x11, "cb0071097f0000011267" + "0050"), CLIENT),
				Arguments.of("v2 TCP4 with TLV", binary(0x21, 0x11, "cb0071097f00000112670050" + "0400020000"), CLIENT),
				Arguments.of("v2 TCP6",
						binary(0x21, 0x21, "20010db8000000000000000000000009" + "0".repeat(31) + "1" + "12670050"),
						"2001:db8:0:0:0:0:0:9"),
				Arguments.of("v2 LOCAL", binary(0x20, 0x00, ""), "127.0.0.1"));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("headers")
	void theHeaderNamesTheClient(String name, byte[] header, String client) {
		start();
		for (String path : List.of("/hot", "/controller")) {
			try (RawClient connection = connect().send(join(header, request(path)))) {
				assertThat(connection.read().body()).as("at once, " + path).isEqualTo(client + " http");
				assertThat(connection.send(request(path)).read().body()).as("again").isEqualTo(client + " http");
				ConnectionSnapshot row = rows().get(0);
				assertThat(host(row.remoteAddress())).isEqualTo("127.0.0.1");
				assertThat(host(row.clientAddress())).isEqualTo(client);
			}
			await().until(() -> rows().isEmpty());
			try (RawClient connection = connect()) {
				for (byte one : join(header, request(path))) {
					connection.send(new byte[] { one });
				}
				assertThat(connection.read().body()).as("in bytes, " + path).isEqualTo(client + " http");
			}
			await().until(() -> rows().isEmpty());
		}
	}

	@Test
	void allStreamsOfHttp2AreThoseOfTheClient() {
		start("--server.http2.enabled=true");
		try (FrameClient client = new FrameClient(port(), 65535, header(CLIENT))) {
			assertThat(client.get(1, "/controller").body(1)).isEqualTo(CLIENT + " http");
			assertThat(client.get(3, "/controller").body(3)).isEqualTo(CLIENT + " http");
			assertThat(client.get(5, "/hot").body(5)).isEqualTo(CLIENT + " http");
		}
	}

	@Test
	void tlsFollowsTheHeader() {
		start(Stream.of(TestCertificate.serverProperties()).map((property) -> "--" + property).toArray(String[]::new));
		for (String path : List.of("/hot", "/controller")) {
			try (RawClient client = connect().send(header(CLIENT)).startTls()) {
				assertThat(client.send(request(path)).read().body()).isEqualTo(CLIENT + " https");
			}
		}
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "GET /hot HTTP/1.1\r\nHost: localhost\r\n\r\n", "PROXY \r\n", "PROXY TCP4 nowhere here 1 2\r\n",
					"PROXY TCP4 203.0.113.9 127.0.0.1 4711 80000\r\n", "PROXY TCP4 203.0.113.9 127.0.0.1 4711\r\n",
					"PROXY TCP6 203.0.113.9 127.0.0.1 4711 80\r\n", "\r\n\r\n\0\r\nQUIT\n\u00ff\u0011\0\0",
					"\r\n\r\n\0\r\nQUIT\n\u0021\u0011\0\1x", "proxy TCP4 203.0.113.9 127.0.0.1 4711 80\r\n" })
	void whatIsNoHeaderIsNotAnswered(String bytes) {
		start();
		try (RawClient client = connect().send(bytes + GET.formatted("/hot", ""))) {
			assertThat(client.closed()).isTrue();
		}
		assertClosed(CloseReason.PROXY_PROTOCOL);
	}

	@Test
	void aHeaderThatDoesNotEndIsNotWaitedFor() {
		start();
		try (RawClient client = connect().send("PROXY TCP4 " + "1".repeat(200))) {
			assertThat(client.closed()).isTrue();
		}
		assertClosed(CloseReason.PROXY_PROTOCOL);
	}

	@Test
	void aHeaderThatDoesNotComeIsNotWaitedForLong() {
		start("--millrace.timeouts.request-header=300ms");
		try (RawClient silent = connect(); RawClient slow = connect().send("PROXY TCP4 203.0.113.9")) {
			assertThat(silent.closed()).isTrue();
			assertThat(slow.closed()).isTrue();
		}
		assertClosed(CloseReason.REQUEST_HEADER);
	}

	@Test
	void aPeerThatIsNotTrustedIsNotHeard() {
		start("--millrace.forwarded.trusted=10.0.0.0/8");
		try (RawClient client = connect()) {
			assertThat(client.closed()).isTrue();
		}
		assertClosed(CloseReason.PROXY_PROTOCOL);
	}

	/** The one who speaks HTTP is the client that the header names. */
	@Test
	void forwardedHeadersAreBelievedFromTrustedClientsOnly() {
		start("--server.forward-headers-strategy=native");
		for (String path : List.of("/hot", "/controller")) {
			assertThat(tell(CLIENT, path, "X-Forwarded-For: 6.6.6.6\r\n")).isEqualTo(CLIENT + " http");
			assertThat(tell("10.1.1.1", path, "X-Forwarded-For: 198.51.100.7\r\n")).isEqualTo("198.51.100.7 http");
		}
		assertThat(tell(CLIENT, "/headers", "X-Forwarded-For: 6.6.6.6\r\n")).isEqualTo("null null null");
	}

	@Test
	void filtersAreAskedAboutTheClient() {
		start();
		try (RawClient client = connect().send(join(header(REFUSED), request("/hot")))) {
			assertThat(client.closed()).isTrue();
		}
		assertClosed(CloseReason.FILTER);
		assertThat(tell(CLIENT, "/hot", "")).isEqualTo(CLIENT + " http");
		assertThat(WorkerSnapshot.total(this.context.getBean(Workers.class).snapshots()).rejectedConnections())
			.isEqualTo(1);
	}

	@Test
	void withoutTheCodecTheStartFails() {
		RunningServers.runner()
			.withConfiguration(AutoConfigurations.of(ForwardedAutoConfiguration.class))
			.withClassLoader(new FilteredClassLoader("io.netty.handler.codec.haproxy"))
			.withPropertyValues("millrace.forwarded.proxy-protocol=required")
			.run((failed) -> assertThat(failed).getFailure()
				.rootCause()
				.hasMessageContaining("millrace.forwarded.proxy-protocol")
				.hasMessageContaining("needs io.netty:netty-codec-haproxy"));
	}

	@Test
	void thereIsNoGuessing(CapturedOutput output) {
		assertThatException().isThrownBy(() -> start("--millrace.forwarded.proxy-protocol=auto"));
		assertThat(output.getOut()).contains("millrace.forwarded.proxy-protocol")
			.contains("Write one of: off, required.");
	}

	private void start(String... arguments) {
		List<String> all = new ArrayList<>(List.of("--millrace.forwarded.proxy-protocol=required"));
		all.addAll(List.of(arguments));
		ConnectionFilter filter = (client, local) -> client.getAddress().getHostAddress().equals(REFUSED)
				? Decision.RESET : Decision.ACCEPT;
		this.context = new SpringApplicationBuilder(ForwardedTests.Application.class).web(WebApplicationType.REACTIVE)
			.initializers((context) -> ((GenericApplicationContext) context).registerBean(ConnectionFilter.class,
					() -> filter))
			.properties("server.port=0", "spring.reactor.netty.shutdown-quiet-period=0s")
			.run(all.toArray(String[]::new));
	}

	private int port() {
		return Requests.port(this.context);
	}

	private RawClient connect() {
		return new RawClient(port());
	}

	private String tell(String client, String path, String header) {
		try (RawClient connection = connect()) {
			return connection.send(join(header(client), text(GET.formatted(path, header)))).read().body();
		}
	}

	private List<ConnectionSnapshot> rows() {
		return this.context.getBean(ConnectionRegistry.class).snapshots(Duration.ofSeconds(5)).join();
	}

	private void assertClosed(CloseReason reason) {
		await().untilAsserted(() -> assertThat(
				WorkerSnapshot.total(this.context.getBean(Workers.class).snapshots()).closedConnections())
			.hasEntrySatisfying(reason, (count) -> assertThat(count).isPositive()));
	}

	private static String host(Object address) {
		return ((InetSocketAddress) address).getAddress().getHostAddress();
	}

	private static byte[] header(String client) {
		return text("PROXY TCP4 " + client + " 127.0.0.1 4711 80\r\n");
	}

	private static byte[] request(String path) {
		return text(GET.formatted(path, ""));
	}

	private static byte[] text(String text) {
		return text.getBytes(StandardCharsets.ISO_8859_1);
	}

	private static byte[] binary(int version, int family, String addresses) {
		byte[] block = HexFormat.of().parseHex(addresses);
		return ByteBuffer.allocate(16 + block.length)
			.put(SIGNATURE)
			.put((byte) version)
			.put((byte) family)
			.putShort((short) block.length)
			.put(block)
			.array();
	}

	private static byte[] join(byte[] first, byte[] second) {
		return ByteBuffer.allocate(first.length + second.length).put(first).put(second).array();
	}

}
