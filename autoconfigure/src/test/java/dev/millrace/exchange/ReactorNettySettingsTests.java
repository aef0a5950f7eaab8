package dev.millrace.exchange;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

import dev.millrace.connection.KeepAlive;
import dev.millrace.testing.PipelineServer;
import dev.millrace.testing.RawClient;
import dev.millrace.testing.TestFilter;
import dev.millrace.testing.Wire;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.server.HttpServer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What users set on Reactor Netty itself, with hot and cold requests.
 */
@Timeout(60)
class ReactorNettySettingsTests {

	private static final Duration IDLE = Duration.ofMillis(300);

	private static final TestFilter LONG = TestFilter.answering("/long", (exchange) -> {
		Suspension suspension = exchange.suspend(null);
		exchange.connection()
			.channel()
			.eventLoop()
			.schedule(() -> suspension.resume(PreparedResponse.empty(200)), 3 * IDLE.toMillis(), TimeUnit.MILLISECONDS);
		return suspension;
	});

	private static PipelineServer server(UnaryOperator<HttpServer> customizer) {
		return new PipelineServer(List.of(LONG, ExchangeHandlerTests.HOT), KeepAlive.UNLIMITED, customizer);
	}

	@ParameterizedTest
	@EnumSource(names = { "HTTP_1", "TLS", "H2C" })
	void anIdleTimeoutDoesNotCutAnAnswerInTheMaking(Wire wire) {
		try (PipelineServer server = server((http) -> wire.server().apply(http.idleTimeout(IDLE)));
				RawClient client = wire.rawClient(server)) {
			assertThat(client.get("/long").read().status()).isEqualTo(200);
			assertThat(client.get("/cold").read().body()).isEqualTo("cold");
			assertThat(client.get("/long").read().status()).isEqualTo(200);
			assertThat(client.get("/hot").read().body()).isEqualTo("hello");
			assertThat(client.closed()).as("idle at last").isTrue();
			server.awaitOutcomes(4);
			assertThat(server.outcomes()).doesNotContain(Outcome.ABORTED);
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void compressionTakesWhatReactorNettyAnswers(boolean always) {
		UnaryOperator<HttpServer> compression = always ? (http) -> http.compress(true)
				: (http) -> http.compress((request, response) -> true);
		try (PipelineServer server = server(compression); RawClient raw = new RawClient(server.port())) {
			for (int i = 0; i < 20; i++) {
				raw.send("GET /hot HTTP/1.1\r\nHost: test\r\nAccept-Encoding: gzip\r\n\r\n"
						+ "GET /cold HTTP/1.1\r\nHost: test\r\nAccept-Encoding: gzip\r\n\r\n"
						+ "GET /hot-full HTTP/1.1\r\nHost: test\r\n\r\nGET /cold HTTP/1.1\r\nHost: test\r\n\r\n");
				assertThat(raw.read().body()).isEqualTo("hello");
				assertThat(raw.read().has("content-encoding: gzip")).isTrue();
				assertThat(raw.read().body()).isEqualTo("full");
				RawClient.Response plain = raw.read();
				assertThat(plain.has("content-encoding")).isFalse();
				assertThat(plain.body()).isEqualTo("cold");
			}
			HttpClient client = Wire.HTTP_1.client(server).compress(true);
			for (String path : List.of("/hot", "/cold", "/stream", "/hot-stream")) {
				assertThat(client.get().uri(path).responseContent().aggregate().asString().block(Duration.ofSeconds(9)))
					.isIn("hello", "cold", "onetwothree", "abc");
			}
		}
	}

	@Test
	void maxKeepAliveRequestsOfReactorNettyCountsHotRequestsToo() {
		try (PipelineServer server = server((http) -> http.maxKeepAliveRequests(3));
				RawClient client = new RawClient(server.port())) {
			client.get("/hot").get("/cold").get("/hot").get("/cold").get("/hot");
			assertThat(client.read().has("connection: close")).isFalse();
			assertThat(client.read().has("connection: close")).isFalse();
			assertThat(client.read().has("connection: close")).isTrue();
			assertThat(client.closed()).isTrue();
			server.awaitOutcomes(3);
		}
	}

}
