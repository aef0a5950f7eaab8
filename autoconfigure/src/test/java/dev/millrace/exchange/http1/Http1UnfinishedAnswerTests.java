package dev.millrace.exchange.http1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

import dev.millrace.connection.KeepAlive;
import dev.millrace.exchange.Answer;
import dev.millrace.exchange.Verdict;
import dev.millrace.testing.PipelineServer;
import dev.millrace.testing.RawClient;
import dev.millrace.testing.TestFilter;
import dev.millrace.testing.Wire;
import dev.millrace.worker.CloseReason;
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
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Answers whose end is the close of the connection: an orderly one only where all was
 * sent.
 */
@Timeout(60)
class Http1UnfinishedAnswerTests {

	private static final int LARGE = 20_000_000;

	private static final TestFilter HOT = new TestFilter().request((exchange) -> switch (exchange.path()) {
		case "/hot/failing" -> stream(text("ab").concatWith(Mono.error(new IllegalStateException("broken"))));
		case "/hot/waiting" -> stream(text("ab").concatWith(Flux.never()));
		case "/hot/whole" -> stream(text("ab"));
		case "/hot/large" -> stream(Flux.range(0, LARGE / 100_000).map((i) -> Unpooled.buffer().writeZero(100_000)));
		case "/hot/raw" -> new Answer.Raw(
				Unpooled.wrappedBuffer(bytes("HTTP/1.1 200 OK\r\n\r\n"), Unpooled.buffer().writeZero(LARGE)));
		default -> Verdict.PASS;
	});

	private static ByteBuf bytes(String text) {
		return Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
	}

	private static Flux<ByteBuf> text(String text) {
		return Flux.defer(() -> Flux.just(bytes(text)));
	}

	private static Answer stream(Flux<ByteBuf> pieces) {
		return new Answer.Stream(200, new DefaultHttpHeaders(), pieces);
	}

	private static PipelineServer server(Wire wire, TestFilter... filters) {
		TestFilter[] all = java.util.Arrays.copyOf(filters, filters.length + 1);
		all[filters.length] = HOT;
		return PipelineServer.speaking(wire, all);
	}

	private static RawClient getOld(Wire wire, PipelineServer server, String path) {
		return wire.rawClient(server).send("GET " + path + " HTTP/1.0\r\n\r\n");
	}

	/**
	 * What a client got.
	 *
	 * @param text head and body
	 * @param reset whether the connection was reset
	 */
	private record Received(String text, boolean reset) {

		static Received all(RawClient client) {
			ByteArrayOutputStream received = new ByteArrayOutputStream();
			byte[] buffer = new byte[100_000];
			try {
				InputStream in = client.socket().getInputStream();
				for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
					received.write(buffer, 0, read);
				}
				return new Received(received.toString(StandardCharsets.US_ASCII), false);
			}
			catch (IOException ex) {
				return new Received(received.toString(StandardCharsets.US_ASCII), true);
			}
		}

		int bodyLength() {
			return this.text.length() - this.text.indexOf("\r\n\r\n") - 4;
		}

	}

	@ParameterizedTest
	@CsvSource({ "HTTP_1,/hot/failing", "HTTP_1,/failing", "HTTP_1,/disposing", "TLS,/hot/failing", "TLS,/failing",
			"TLS,/disposing" })
	void anAnswerThatFailsIsReset(Wire wire, String path) {
		try (PipelineServer server = server(wire); RawClient client = getOld(wire, server, path)) {
			Received received = Received.all(client);
			assertThat(received.text()).startsWith("HTTP/1.1 200 OK").endsWith("ab");
			assertThat(received.reset()).isTrue();
			server.awaitOutcomes(1);
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "HTTP_1", "TLS" })
	void anAnswerThatAFilterBreaksIsReset(Wire wire) {
		TestFilter breaks = new TestFilter().responseBody((exchange, piece) -> {
			if (piece.toString(StandardCharsets.US_ASCII).equals("two")) {
				throw new IllegalStateException("broken");
			}
			return piece;
		});
		try (PipelineServer server = server(wire, breaks); RawClient client = getOld(wire, server, "/stream")) {
			Received received = Received.all(client);
			assertThat(received.text()).endsWith("one");
			assertThat(received.reset()).isTrue();
		}
	}

	@ParameterizedTest
	@CsvSource({ "HTTP_1,/hot/waiting", "HTTP_1,/drip", "TLS,/hot/waiting", "TLS,/drip" })
	void anAnswerThatIsCutIsReset(Wire wire, String path) {
		isReset(wire, path, (server) -> server.registry().cut(CloseReason.SHUTDOWN).join());
		isReset(wire, path,
				(server) -> server.registry()
					.snapshots(Duration.ofSeconds(5))
					.join()
					.forEach((connection) -> server.registry().close(connection.id(), CloseReason.OPERATOR).join()));
	}

	private static void isReset(Wire wire, String path, Consumer<PipelineServer> cut) {
		try (PipelineServer server = server(wire); RawClient client = getOld(wire, server, path)) {
			client.bytes(20);
			cut.accept(server);
			assertThat(Received.all(client).reset()).isTrue();
		}
	}

	@Test
	void anAnswerToARequestThatIsNotCompleteIsResetToo() {
		try (PipelineServer server = server(Wire.HTTP_1); RawClient client = new RawClient(server.port())) {
			client.send("GET /hot/failing HTTP/1.0\r\nContent-Length: 10\r\n\r\nabc");
			Received received = Received.all(client);
			assertThat(received.text()).endsWith("ab");
			assertThat(received.reset()).isTrue();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "/unframed/failing", "/unframed/whole" })
	void theSameHoldsForHttp11WithoutFraming(String path) {
		try (PipelineServer server = server(Wire.HTTP_1); RawClient client = new RawClient(server.port()).get(path)) {
			Received received = Received.all(client);
			assertThat(received.text()).contains("onnection: close").endsWith("ab");
			assertThat(received.reset()).isEqualTo(path.endsWith("failing"));
		}
	}

	@ParameterizedTest
	@CsvSource({ "HTTP_1,/hot/whole", "HTTP_1,/stream", "TLS,/hot/whole", "TLS,/stream" })
	void aWholeAnswerIsClosedOrderly(Wire wire, String path) {
		try (PipelineServer server = server(wire)) {
			for (int i = 0; i < 20; i++) {
				try (RawClient client = getOld(wire, server, path)) {
					Received received = Received.all(client);
					assertThat(received.bodyLength()).isIn(2, 11);
					assertThat(received.reset()).isFalse();
				}
			}
		}
	}

	@ParameterizedTest
	@CsvSource({ "HTTP_1,/hot/large", "HTTP_1,/hot/raw", "HTTP_1,/unframed/large", "TLS,/hot/large", "TLS,/hot/raw",
			"TLS,/unframed/large" })
	void aLargeAnswerArrivesWhole(Wire wire, String path) {
		try (PipelineServer server = server(wire); RawClient client = getOld(wire, server, path)) {
			Received received = Received.all(client);
			assertThat(received.bodyLength()).isEqualTo(LARGE);
			assertThat(received.reset()).isFalse();
		}
	}

	/** The application has given it, but the client has not taken it. */
	@ParameterizedTest
	@CsvSource({ "HTTP_1,/hot/raw", "TLS,/hot/raw" })
	void anAnswerOfWhichSomeWaitsIsReset(Wire wire, String path) {
		try (PipelineServer server = server(wire); RawClient client = getOld(wire, server, path)) {
			client.bytes(20);
			await().until(() -> server.registry()
				.snapshots(Duration.ofSeconds(5))
				.join()
				.stream()
				.allMatch((connection) -> connection.bytesOut() >= LARGE));
			server.registry().cut(CloseReason.SHUTDOWN).join();
			assertThat(Received.all(client).reset()).isTrue();
		}
	}

	/** Its length, or the last chunk, tells a client what is missing. */
	@ParameterizedTest
	@ValueSource(strings = { "/hot/failing", "/failing" })
	void aChunkedAnswerThatFailsHasNoLastChunk(String path) {
		try (PipelineServer server = new PipelineServer(List.of(HOT), KeepAlive.UNLIMITED, (http) -> http);
				RawClient client = new RawClient(server.port()).get(path)) {
			assertThat(Received.all(client).text()).endsWith("2\r\nab\r\n");
		}
	}

}
