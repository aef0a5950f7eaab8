package dev.millrace.exchange;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import dev.millrace.testing.PipelineServer;
import dev.millrace.testing.RawClient;
import dev.millrace.testing.TestFilter;
import dev.millrace.testing.Wire;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Where answers end, and what becomes of the connection then.
 */
@Timeout(60)
class FramingTests {

	private static TestFilter raw(String response) {
		return TestFilter.answering("/raw",
				(exchange) -> new Answer.Raw(Unpooled.copiedBuffer(response, StandardCharsets.ISO_8859_1)));
	}

	@ParameterizedTest
	@ValueSource(strings = { "Content-Length: 4\r\n\r\nabc", "\r\nabc", "Content-Length: x\r\n\r\nabc",
			"Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
			"Connection: close\r\nContent-Length: 3\r\n\r\nabc" })
	void aRawAnswerOfDoubtfulLengthIsTheLast(String response) {
		try (PipelineServer server = PipelineServer.with(raw("HTTP/1.1 200 OK\r\n" + response));
				RawClient client = new RawClient(server.port())) {
			client.get("/raw").get("/cold");
			assertThat(client.rest()).isEqualTo("HTTP/1.1 200 OK\r\n" + response);
		}
	}

	@Test
	void headOfARawAnswerIsCut() {
		try (PipelineServer server = PipelineServer.with(raw("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc"));
				RawClient client = new RawClient(server.port())) {
			client.send("HEAD /raw HTTP/1.1\r\nHost: test\r\n\r\n").get("/raw").get("/cold");
			assertThat(client.readHead().has("content-length: 3")).isTrue();
			assertThat(client.read().body()).isEqualTo("abc");
			assertThat(client.read().body()).isEqualTo("cold");
		}
	}

	@ParameterizedTest
	@EnumSource
	void filtersSeeRawAnswers(Wire wire) {
		TestFilter adds = new TestFilter().response((exchange, head) -> {
			head.setHeader("x-added", "yes");
			return null;
		});
		try (PipelineServer server = PipelineServer.speaking(wire, adds,
				raw("HTTP/1.1 201 Created\r\nX-Raw: yes\r\nContent-Length: 3\r\n\r\nabc"))) {
			String seen = wire.client(server)
				.get()
				.uri("/raw")
				.responseSingle((response, body) -> body.asString()
					.map((text) -> response.status().code() + response.responseHeaders().get("x-added")
							+ response.responseHeaders().get("x-raw") + text))
				.block(Duration.ofSeconds(10));
			assertThat(seen).isEqualTo("201yesyesabc");
		}
	}

	@ParameterizedTest
	@CsvSource({ "204", "304" })
	void someStatusesHaveNoBody(int status) {
		TestFilter prepared = TestFilter.answering("/prepared", (exchange) -> PreparedResponse.of(status,
				new DefaultHttpHeaders().set("x", "y"), "body".getBytes(StandardCharsets.US_ASCII)));
		TestFilter full = TestFilter.answering("/full",
				(exchange) -> new Answer.Full(status,
						new DefaultHttpHeaders().set("content-length", 4).set("transfer-encoding", "chunked"),
						Unpooled.copiedBuffer("body", StandardCharsets.US_ASCII)));
		TestFilter stream = TestFilter.answering("/bodyless",
				(exchange) -> new Answer.Stream(status, new DefaultHttpHeaders(), Flux.<ByteBuf>never()));
		try (PipelineServer server = PipelineServer.with(prepared, full, stream);
				RawClient client = new RawClient(server.port())) {
			for (String path : new String[] { "/prepared", "/full", "/bodyless", "/empty", "/not-modified", "/full" }) {
				RawClient.Response response = client.get(path).read();
				assertThat(response.status()).isIn(status, 204, 304);
				assertThat(response.has("transfer-encoding")).as(path).isFalse();
				assertThat(response.status() == 204 && response.has("content-length")).as(path).isFalse();
				assertThat(client.get("/cold").read().body()).isEqualTo("cold");
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "/stream", "/hot-stream" })
	void http10KnowsTheEndOfAStreamByTheClose(String path) {
		try (PipelineServer server = PipelineServer.with(ExchangeHandlerTests.HOT);
				RawClient client = new RawClient(server.port())) {
			client.send("GET " + path + " HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
			RawClient.Response response = client.read();
			assertThat(response.has("transfer-encoding")).isFalse();
			assertThat(response.has("connection: close")).isTrue();
			assertThat(response.body()).isEqualTo(path.equals("/stream") ? "onetwothree" : "abc");
			assertThat(client.closed()).isTrue();
			server.awaitOutcomes(1);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "/hot", "/hot-full", "/hot-raw" })
	void http10ConnectionsPersistWhenAsked(String path) {
		try (PipelineServer server = PipelineServer.with(ExchangeHandlerTests.HOT);
				RawClient client = new RawClient(server.port())) {
			for (int i = 0; i < 3; i++) {
				client.send("GET " + path + " HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
				assertThat(client.read().body()).isNotEmpty();
			}
		}
	}

	@Test
	void interimResponsesPassAndEndNothing() {
		try (PipelineServer server = PipelineServer.with(ExchangeHandlerTests.HOT);
				RawClient client = new RawClient(server.port())) {
			for (int i = 0; i < 3; i++) {
				client.get("/hints");
				assertThat(client.readHead().status()).isEqualTo(103);
				assertThat(client.read().body()).isEqualTo("hinted");
				assertThat(client.get("/hot").read().body()).isEqualTo("hello");
			}
			server.awaitOutcomes(6);
		}
	}

	@Test
	void headOfAStreamHasNoBody() {
		CompletableFuture<Void> cancelled = new CompletableFuture<>();
		TestFilter stream = TestFilter.answering("/held", (exchange) -> new Answer.Stream(200, new DefaultHttpHeaders(),
				Flux.<ByteBuf>never().doOnCancel(() -> cancelled.complete(null))));
		try (PipelineServer server = PipelineServer.with(stream); RawClient client = new RawClient(server.port())) {
			client.send("HEAD /held HTTP/1.1\r\nHost: test\r\n\r\n");
			assertThat(client.readHead().status()).isEqualTo(200);
			cancelled.join();
			assertThat(client.get("/cold").read().body()).isEqualTo("cold");
		}
	}

	@Test
	void aClientThatNeverClosesIsClosedAfterAPause() {
		try (PipelineServer server = PipelineServer.with(ExchangeHandlerTests.HOT);
				RawClient client = new RawClient(server.port())) {
			client.send("POST /hot HTTP/1.1\r\nHost: test\r\nConnection: close\r\nContent-Length: 5\r\n\r\n");
			assertThat(client.read().body()).isEqualTo("hello");
			assertThat(client.closed()).isTrue();
			await().until(() -> server.registry().size() == 0);
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "H2C", "H2" })
	void aLargeAnswerToAnUnreadBodyArrivesWhole(Wire wire) {
		byte[] large = new byte[3_000_000];
		TestFilter hot = TestFilter.answering("/hot-large",
				(exchange) -> new Answer.Full(200, new DefaultHttpHeaders(), Unpooled.wrappedBuffer(large)));
		try (PipelineServer server = PipelineServer.speaking(wire, hot)) {
			for (String path : new String[] { "/hot-large", "/early-large" }) {
				Long received = wire.client(server)
					.post()
					.uri(path)
					.send(Flux.just(1).map((i) -> Unpooled.buffer(8).writeLong(i)).concatWith(Flux.never()))
					.responseContent()
					.aggregate()
					.asByteArray()
					.map((bytes) -> (long) bytes.length)
					.block(Duration.ofSeconds(20));
				assertThat(received).as(path).isEqualTo(large.length);
			}
		}
	}

}
