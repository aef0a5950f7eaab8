package dev.millrace.hot;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;

import dev.millrace.exchange.Exchange;
import dev.millrace.exchange.ExchangeFilter;
import dev.millrace.exchange.Need;
import dev.millrace.exchange.Verdict;
import dev.millrace.testing.RawClient;
import io.netty.buffer.ByteBuf;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.HttpClient;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What raw handlers see of a request.
 */
@Timeout(60)
class RawRequestTests {

	private static final String ODD = "POST /raw/a%20b?q=1 HTTP/1.1\r\nhOsT:test\r\nX-Odd:  \t two  words \r\n"
			+ "X-Odd: again\r\nCONTENT-length: 4\r\n\r\n";

	private static ConfigurableApplicationContext application;

	private static int port;

	@BeforeAll
	static void start() {
		application = new SpringApplicationBuilder(Application.class).web(WebApplicationType.REACTIVE)
			.properties("server.port=0", "spring.main.banner-mode=off", "spring.reactor.netty.shutdown-quiet-period=0s",
					"millrace.drain.idle-grace=0s", "server.shutdown=immediate", "server.http2.enabled=true")
			.run();
		port = application.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
	}

	@AfterAll
	static void stop() {
		application.close();
	}

	@Test
	void bytesAreThoseThatTheClientSent() {
		assertThat(seen(ODD + "body")).isEqualTo("POST /raw/a%20b\n" + ODD + "body");
	}

	@Test
	void emptyLinesBeforeAreLeftOut() {
		assertThat(seen("\r\n\r\n" + ODD + "body")).isEqualTo("POST /raw/a%20b\n" + ODD + "body");
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 7, 45, 80 })
	void bytesAreThoseThatTheClientSentInPieces(int size) {
		try (RawClient client = new RawClient(port)) {
			byte[] bytes = (ODD + "body").getBytes(StandardCharsets.US_ASCII);
			for (int times = 0; times < 2; times++) {
				for (int at = 0; at < bytes.length; at += size) {
					client.send(Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + size)));
				}
				assertThat(client.read().body()).isEqualTo("POST /raw/a%20b\n" + ODD + "body");
			}
		}
	}

	@Test
	void eachOfManySentAtOnceIsSeenAlone() {
		try (RawClient client = new RawClient(port)) {
			StringBuilder all = new StringBuilder();
			for (int i = 0; i < 500; i++) {
				all.append(ODD.replace("again", "again" + i)).append("body");
				all.append("GET /").append((i % 2 == 0) ? "hot" : "nothing").append(" HTTP/1.1\r\nHost: test\r\n\r\n");
			}
			client.send(all.toString());
			for (int i = 0; i < 500; i++) {
				assertThat(client.read().body()).contains("X-Odd: again" + i + "\r\n").endsWith("\r\n\r\nbody");
				assertThat(client.read().status()).isEqualTo((i % 2 == 0) ? 200 : 404);
			}
		}
	}

	@Test
	void bodyInChunksIsSeenDecoded() {
		String head = "POST /raw/x HTTP/1.1\r\nhost: test\r\ntransfer-encoding: chunked\r\n\r\n";
		assertThat(seen(head + "2\r\nbo\r\n2\r\ndy\r\n0\r\n\r\n")).isEqualTo("POST /raw/x\n" + head + "body");
	}

	@Test
	void whatAFilterRemovedIsNotSeen() {
		assertThat(seen("POST /raw/x HTTP/1.1\r\nhost: test\r\nx-secret: 1\r\nx-Kept: 2\r\nremove: x-secret\r\n"
				+ "content-length: 0\r\n\r\n"))
			.isEqualTo("POST /raw/x\nPOST /raw/x HTTP/1.1\r\nhost: test\r\nx-Kept: 2\r\nremove: x-secret\r\n"
					+ "content-length: 0\r\n\r\n");
	}

	@Test
	void targetHasNoAuthority() {
		assertThat(seen("POST http://test/raw/x?q HTTP/1.1\r\nhost: other\r\ncontent-length: 0\r\n\r\n"))
			.startsWith("POST /raw/x\nPOST /raw/x?q HTTP/1.1\r\n")
			.contains("test\r\n");
	}

	@Test
	void requestOfAStreamIsWrittenAsHttp1() {
		String seen = HttpClient.create()
			.protocol(HttpProtocol.H2C)
			.port(port)
			.post()
			.uri("/raw/x?q=1")
			.responseSingle((response, body) -> body.asString())
			.block();
		assertThat(seen).startsWith("POST /raw/x\nPOST /raw/x?q=1 HTTP/1.1\r\n").contains("\r\nhost: ");
	}

	private static String seen(String request) {
		try (RawClient client = new RawClient(port)) {
			return client.send(request).read().body();
		}
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		HotRoute raw() {
			return HotRoute.post("/raw/{id}").raw((request, out) -> {
				ByteBuf bytes = request.bytes();
				assertThat(bytes.isReadOnly()).isTrue();
				String method = bytes.toString(0, request.methodLength(), StandardCharsets.US_ASCII);
				String path = bytes.toString(request.pathOffset(), request.pathLength(), StandardCharsets.US_ASCII);
				assertThat(bytes.toString(0, request.bodyOffset(), StandardCharsets.US_ASCII)).endsWith("\r\n\r\n");
				String body = method + " " + path + "\n" + bytes.toString(StandardCharsets.US_ASCII);
				out.writeCharSequence("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body,
						StandardCharsets.US_ASCII);
			});
		}

		@Bean
		HotRoute hot() {
			return HotRoute.get("/hot").respond(HotResponse.text("hot"));
		}

		@Bean
		ExchangeFilter remover() {
			return new ExchangeFilter() {

				@Override
				public Set<Need> needs() {
					return Set.of(Need.HEAD);
				}

				@Override
				public Verdict onRequest(Exchange exchange) {
					String name = exchange.header("remove");
					if (name != null) {
						exchange.removeHeader(name);
					}
					return Verdict.PASS;
				}

			};
		}

	}

}
