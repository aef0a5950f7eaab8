package dev.millrace.hot;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

import dev.millrace.transport.advice.Setting;
import dev.millrace.transport.advice.TransportReport;
import dev.millrace.transport.advice.TransportStatus;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.DomainSocketAddress;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

/**
 * A server on a Unix domain socket, whose peers have no IP address.
 */
@ExtendWith(OutputCaptureExtension.class)
@SuppressWarnings("try") // servers and clients are there to be closed
class LocalSocketTests {

	private static final String FORWARDED = "X-Forwarded-For: 192.0.2.7\r\nX-Forwarded-Proto: https\r\n";

	@TempDir
	private Path directory;

	@BeforeAll
	static void needsEpoll() {
		assumeThat(Epoll.isAvailable()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/hot", "/cold" })
	void aPeerIsTrustedWhereLoopbackIs(String path) {
		try (ConfigurableApplicationContext context = start("--server.forward-headers-strategy=framework")) {
			assertThat(get(path, FORWARDED)).endsWith("192.0.2.7 https");
			assertThat(get(path, "")).endsWith("none http");
		}
	}

	@Test
	void whatReactorNettyDoesNotReadIsSaid(CapturedOutput output) {
		try (ConfigurableApplicationContext context = start("--server.forward-headers-strategy=native")) {
			assertThat(output).contains("WARN").contains("forwarded-on-local-socket");
			assertThat(get("/hot", FORWARDED)).endsWith("192.0.2.7 https");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "/hot", "/cold" })
	void aPeerIsNotTrustedWhereLoopbackIsNot(String path) {
		try (ConfigurableApplicationContext context = start("--server.forward-headers-strategy=native",
				"--millrace.forwarded.trusted=10.0.0.0/8")) {
			assertThat(get(path, FORWARDED)).endsWith("none http");
		}
	}

	@Test
	void optionsAreAskedForByTheKindOfSocket(CapturedOutput output) {
		try (ConfigurableApplicationContext context = start("--millrace.transport.acceptors=2",
				"--millrace.transport.tcp.user-timeout=30s", "--millrace.transport.tcp.send-buffer=64KB",
				"--millrace.transport.tcp.receive-buffer=64KB")) {
			assertThat(get("/hot", "")).startsWith("HTTP/1.1 200");
			assertThat(output).doesNotContain("Unknown channel option", "Failed to set channel option");
			assertThat(output).contains("'millrace.transport.acceptors' does not hold");
			TransportReport report = context.getBean(TransportStatus.class).report();
			Map<String, Setting> options = Objects.requireNonNull(report).options();
			assertThat(options.get("tcp.user-timeout").effective()).isNull();
			assertThat(options).doesNotContainKey("tcp.not-sent-low-water-mark");
			assertThat(options.get("tcp.send-buffer").effective()).isEqualTo(64 * 1024);
		}
	}

	@Test
	void theLimitOfConnectionsHolds() throws IOException {
		try (ConfigurableApplicationContext context = start("--millrace.connections.max=2",
				"--millrace.connections.when-full=reject", "--millrace.connections.max-per-ip=1")) {
			try (Client first = new Client(); Client second = new Client(); Client third = new Client()) {
				assertThat(first.send("GET /hot HTTP/1.1\r\nHost: a\r\n\r\n").read(15)).isEqualTo("HTTP/1.1 200 OK");
				assertThat(second.send("GET /hot HTTP/1.1\r\nHost: a\r\n\r\n").read(15)).isEqualTo("HTTP/1.1 200 OK");
				assertThat(third.read(12)).isEqualTo("HTTP/1.1 503");
			}
		}
	}

	@Test
	void addressesArePrintedAsNginxPrintsThem() throws IOException {
		Path log = this.directory.resolve("access.log");
		try (ConfigurableApplicationContext context = start("--millrace.access-log.enabled=true",
				"--millrace.access-log.file=" + log, "--millrace.actuator.show-addresses=always",
				"--management.endpoints.web.exposure.include=millraceconnections")) {
			try (Client client = new Client()) {
				client.send("GET /hot HTTP/1.1\r\nHost: a\r\n\r\n").read(15);
				assertThat(get("/actuator/millrace/connections?ip=unix:", "")).contains("\"remoteAddress\":\"unix:\"",
						"\"clientAddress\":\"unix:\"", "\"localAddress\":\"unix:" + socket() + "\"");
			}
			await().untilAsserted(() -> assertThat(log).content().contains("unix:"));
		}
	}

	private ConfigurableApplicationContext start(String... arguments) {
		DomainSocketAddress address = new DomainSocketAddress(socket().toFile());
		return new SpringApplicationBuilder(Application.class).web(WebApplicationType.REACTIVE)
			.initializers((GenericApplicationContext context) -> context.registerBean("customizer",
					NettyServerCustomizer.class, () -> (server) -> server.bindAddress(() -> address)))
			.properties(Map.of("spring.reactor.netty.shutdown-quiet-period", "0s", "millrace.drain.idle-grace", "0s"))
			.run(arguments);
	}

	private Path socket() {
		return this.directory.resolve("s");
	}

	private String get(String path, String headers) {
		try (Client client = new Client()) {
			return client.get(path, headers);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** A client of the socket. */
	private final class Client implements AutoCloseable {

		private final SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);

		private final InputStream in = Channels.newInputStream(this.channel);

		Client() throws IOException {
			this.channel.connect(UnixDomainSocketAddress.of(socket()));
		}

		Client send(String text) throws IOException {
			this.channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
			return this;
		}

		String read(int length) throws IOException {
			return new String(this.in.readNBytes(length), StandardCharsets.US_ASCII);
		}

		String get(String path, String headers) throws IOException {
			send("GET " + path + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n" + headers + "\r\n");
			return new String(this.in.readAllBytes(), StandardCharsets.US_ASCII);
		}

		@Override
		public void close() throws IOException {
			this.channel.close();
		}

	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		HotRoute hot() {
			return HotRoute.get("/hot").permitAll().handle((request) -> {
				InetSocketAddress address = (InetSocketAddress) request.remoteAddress();
				return HotResponse
					.text(((address != null) ? address.getHostString() : "none") + " " + request.scheme());
			});
		}

		@Bean
		ColdController cold() {
			return new ColdController();
		}

	}

	@RestController
	static class ColdController {

		@GetMapping("/cold")
		String cold(ServerHttpRequest request) {
			InetSocketAddress address = request.getRemoteAddress();
			return ((address != null) ? address.getHostString() : "none") + " " + request.getURI().getScheme();
		}

	}

}
