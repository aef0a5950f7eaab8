package dev.millrace.exchange;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import dev.millrace.connection.KeepAlive;
import dev.millrace.testing.FrameClient;
import dev.millrace.testing.PipelineServer;
import dev.millrace.testing.RawClient;
import dev.millrace.testing.RawClient.Response;
import dev.millrace.testing.TestFilter;
import dev.millrace.testing.Wire;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/**
 * Answers whose body has another length than their {@code Content-Length} says.
 */
@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class AnnouncedLengthTests {

	private static final TestFilter HOT = new TestFilter().request((exchange) -> {
		String[] path = exchange.path().split("/");
		Flux<ByteBuf> pieces = Flux.just("ab", "cdef").map(AnnouncedLengthTests::text);
		return path[1].equals("hot")
				? new Answer.Stream(200, new DefaultHttpHeaders().set("content-length", path[2]), pieces)
				: Verdict.PASS;
	});

	private static ByteBuf text(String text) {
		return Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
	}

	/** Asks for a path and, with the same packet, for one that must not be answered. */
	private static void ask(RawClient client, String path) {
		client.send("GET " + path + " HTTP/1.1\r\nHost: test\r\n\r\nGET /cold HTTP/1.1\r\nHost: test\r\n\r\n");
	}

	private static PipelineServer server(Wire wire) {
		return PipelineServer.speaking(wire, HOT);
	}

	@ParameterizedTest
	@CsvSource({ "HTTP_1,/hot/%s", "HTTP_1,/length/%s/pieces", "HTTP_1,/length/%s/file", "HTTP_1,/length/%s/endless",
			"TLS,/hot/%s", "TLS,/length/%s/pieces", "TLS,/length/%s/file", "TLS,/length/%s/endless" })
	void nothingGoesOutBeyondTheLengthAndTheConnectionIsClosed(Wire wire, String path) {
		for (String length : new String[] { "1", "2", "3" }) {
			try (PipelineServer server = server(wire); RawClient client = wire.rawClient(server)) {
				ask(client, path.formatted(length));
				Response answer = client.read();
				assertThat(answer.has("content-length: " + length)).isTrue();
				assertThat("abcdef").startsWith(answer.body());
				assertThat(client.rest()).isEmpty();
				server.awaitOutcomes(1);
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "/hot/%s", "/length/%s/pieces", "/length/%s/file", "/length/%s/endless" })
	void nothingGoesOutBeyondTheLengthOnAStream(String path) {
		try (PipelineServer server = server(Wire.H2C); FrameClient client = new FrameClient(server.port(), 1_000_000)) {
			for (int i = 1; i <= 3; i++) {
				String body = client.get(2 * i - 1, path.formatted(i)).body(2 * i - 1);
				assertThat("abcdef").startsWith(body);
				assertThat(body).hasSize(i);
			}
			assertThat(client.get(7, "/cold").body(7)).isEqualTo("cold");
		}
	}

	@Test
	void nothingIsTheWholeOfALengthOfNothing() {
		try (PipelineServer server = server(Wire.HTTP_1); RawClient client = new RawClient(server.port())) {
			ask(client, "/hot/0");
			assertThat(client.read().body()).isEmpty();
			assertThat(client.rest()).isEmpty();
		}
	}

	@ParameterizedTest
	@CsvSource({ "HTTP_1,/hot/10,6", "HTTP_1,/length/10/pieces,6", "HTTP_1,/length/10/file,6",
			"HTTP_1,/length/10/head-alone,0", "TLS,/hot/10,6", "TLS,/length/10/pieces,6",
			"TLS,/length/10/head-alone,0" })
	void anAnswerThatIsTooShortEndsTheConnection(Wire wire, String path, int sent) {
		try (PipelineServer server = server(wire); RawClient client = wire.rawClient(server)) {
			ask(client, path);
			Response head = client.readHead();
			assertThat(head.has("content-length: 10")).isTrue();
			assertThat(client.rest()).isEqualTo("abcdef".substring(0, sent));
			server.awaitOutcomes(Outcome.FAILED);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "/hot/10", "/length/10/pieces", "/length/10/file", "/length/10/head-alone" })
	void anAnswerThatIsTooShortIsReset(String path) {
		try (PipelineServer server = server(Wire.H2C); FrameClient client = new FrameClient(server.port(), 1_000_000)) {
			client.get(1, path);
			assertThatThrownBy(() -> client.body(1)).hasMessageContaining("reset with");
			assertThat(client.get(3, "/cold").body(3)).isEqualTo("cold");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "/hot/6", "/length/6/pieces", "/length/6/file", "/length/6/whole", "/length/3/piece",
			"/length/6/twice" })
	void anAnswerOfTheRightLengthIsLeftAsItIs(String path) {
		try (PipelineServer server = server(Wire.HTTP_1); RawClient client = new RawClient(server.port())) {
			for (int i = 0; i < 3; i++) {
				Response answer = client.get(path).read();
				assertThat(answer.body()).isEqualTo("abcdef");
				assertThat(answer.head().toLowerCase(java.util.Locale.ROOT)).containsOnlyOnce("content-length");
			}
		}
	}

	@ParameterizedTest
	@EnumSource
	void theLengthOfAWholeBodyIsSetRight(Wire wire) {
		try (PipelineServer server = server(wire)) {
			for (String length : new String[] { "3", "10", "0", "-1" }) {
				String seen = wire.client(server)
					.get()
					.uri("/length/" + length + "/whole")
					.responseSingle((response, body) -> body.asString()
						.defaultIfEmpty("")
						.map((text) -> response.responseHeaders().get("content-length") + text))
					.block();
				assertThat(seen).isIn("6abcdef", "0");
			}
		}
	}

	/** As Spring's resources do with a range that the file does not have. */
	@ParameterizedTest
	@ValueSource(strings = { "/length/10/none", "/length/-1/none", "/length/10/nothing" })
	void anErrorWithoutABodyHasNoLength(String path) {
		try (PipelineServer server = server(Wire.HTTP_1); RawClient client = new RawClient(server.port())) {
			Response answer = client.get(path).read();
			assertThat(answer.status()).isEqualTo(416);
			assertThat(answer.has("content-length: 0")).isTrue();
			assertThat(client.get("/cold").read().body()).isEqualTo("cold");
		}
	}

	/** Reactor Netty itself fails on what is no number, before it writes a head. */
	@ParameterizedTest
	@ValueSource(strings = { "/length/-6/pieces", "/length/+6/pieces", "/length/7/twice", "/hot/x", "/hot/6,6",
			"/hot/-6", "/hot/99999999999999999999" })
	void anInvalidLengthIsRemoved(String path) {
		try (PipelineServer server = server(Wire.HTTP_1); RawClient client = new RawClient(server.port())) {
			Response answer = client.get(path).read();
			assertThat(answer.has("content-length")).isFalse();
			assertThat(answer.body()).isEqualTo("abcdef");
			assertThat(client.get("/cold").read().body()).isEqualTo("cold");
			client.send("GET " + path + " HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
			Response old = client.read();
			assertThat(old.has("content-length")).isFalse();
			assertThat(old.has("connection: close")).isTrue();
			assertThat(old.body()).isEqualTo("abcdef");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "3", "6", "10" })
	void chunksTakeTheLengthOff(String length) {
		TestFilter chunks = new TestFilter().response((exchange, head) -> {
			head.setHeader("transfer-encoding", "chunked");
			return null;
		});
		try (PipelineServer server = PipelineServer.speaking(Wire.HTTP_1, chunks, HOT);
				RawClient client = new RawClient(server.port())) {
			for (String path : new String[] { "/hot/%s", "/length/%s/pieces", "/length/%s/file", "/length/%s/whole" }) {
				Response answer = client.get(path.formatted(length)).read();
				assertThat(answer.has("content-length")).isFalse();
				assertThat(answer.body()).isEqualTo("abcdef");
			}
		}
	}

	@Test
	void answersWithoutABodyKeepTheLengthOfAnother() {
		try (PipelineServer server = server(Wire.HTTP_1); RawClient client = new RawClient(server.port())) {
			client.send("HEAD /length/10/head HTTP/1.1\r\nHost: test\r\n\r\n");
			assertThat(client.readHead().has("content-length: 10")).isTrue();
			client.send("HEAD /hot/10 HTTP/1.1\r\nHost: test\r\n\r\n");
			assertThat(client.readHead().status()).isEqualTo(200);
			assertThat(client.get("/length/10/not-modified").readHead().has("content-length: 10")).isTrue();
			assertThat(client.get("/cold").read().body()).isEqualTo("cold");
		}
	}

	@Test
	void theSourceOfWhatIsTooLongIsCancelled() {
		AtomicInteger cancelled = new AtomicInteger();
		TestFilter endless = TestFilter.answering("/endless",
				(exchange) -> new Answer.Stream(200, new DefaultHttpHeaders().set("content-length", 3),
						Flux.just("ab", "cd")
							.map(AnnouncedLengthTests::text)
							.concatWith(Flux.never())
							.doOnCancel(cancelled::incrementAndGet)));
		try (PipelineServer server = PipelineServer.with(endless); RawClient client = new RawClient(server.port())) {
			assertThat(client.get("/endless").read().body()).isEqualTo("abc");
			assertThat(client.closed()).isTrue();
			await().untilAtomic(cancelled, org.hamcrest.Matchers.equalTo(1));
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "HTTP_1", "H2C" })
	void aFilterMayChangeTheLengthOfAWholeBody(Wire wire) {
		TestFilter longer = new TestFilter()
			.responseBody((exchange, piece) -> Unpooled.wrappedBuffer(piece, text("ghi")));
		try (PipelineServer server = PipelineServer.speaking(wire, longer)) {
			String body = wire.client(server)
				.get()
				.uri("/length/6/whole")
				.responseContent()
				.aggregate()
				.asString()
				.block();
			assertThat(body).isEqualTo("abcdefghi");
		}
	}

	@Test
	void aFilterCannotBreakTheLengthOfPieces(@TempDir Path directory) throws Exception {
		Path file = Files.writeString(directory.resolve("file"), "abcdef");
		TestFilter longer = new TestFilter()
			.responseBody((exchange, piece) -> Unpooled.wrappedBuffer(piece, text("ghi")));
		TestFilter files = TestFilter.answering("/file",
				(exchange) -> new Answer.File(200, new DefaultHttpHeaders(), file, 0, 6));
		for (String path : new String[] { "/hot/6", "/length/6/pieces", "/length/6/file", "/file" }) {
			try (PipelineServer server = PipelineServer.with(longer, HOT, files);
					RawClient client = new RawClient(server.port())) {
				ask(client, path);
				assertThat(client.read().body()).hasSize(6);
				assertThat(client.rest()).isEmpty();
			}
		}
	}

	@ParameterizedTest
	@CsvSource({ "'Content-Length: 2',abc,ab", "'Content-Length: 0',abc,''", "'Content-Length: 4',abc,abc" })
	void aRawAnswerIsCutToItsLength(String header, String body, String sent) {
		TestFilter raw = TestFilter.answering("/raw",
				(exchange) -> new Answer.Raw(text("HTTP/1.1 200 OK\r\n" + header + "\r\n\r\n" + body)));
		try (PipelineServer server = PipelineServer.with(raw); RawClient client = new RawClient(server.port())) {
			ask(client, "/raw");
			assertThat(client.rest()).isEqualTo("HTTP/1.1 200 OK\r\n" + header + "\r\n\r\n" + sent);
		}
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "Content-Length: 3\r\nTransfer-Encoding: chunked", "Content-Length: 3\r\nContent-Length: 4" })
	void aRawAnswerOfTwoFramingsIsTheLast(String headers) {
		String response = "HTTP/1.1 200 OK\r\n" + headers + "\r\n\r\nabc";
		TestFilter raw = TestFilter.answering("/raw", (exchange) -> new Answer.Raw(text(response)));
		try (PipelineServer server = PipelineServer.with(raw); RawClient client = new RawClient(server.port())) {
			ask(client, "/raw");
			assertThat(client.rest()).isEqualTo(response);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "HEAD", "GET" })
	void aRawAnswerWithoutABodyGoesOutWithoutOne(String method) {
		String response = "HTTP/1.1 " + (method.equals("HEAD") ? "200 OK\r\nX: y" : "304 Not Modified\r\nX: y")
				+ "\r\n\r\n";
		TestFilter raw = TestFilter.answering("/raw", (exchange) -> new Answer.Raw(text(response + "abc")));
		try (PipelineServer server = PipelineServer.with(raw); RawClient client = new RawClient(server.port())) {
			client.send(method + " /raw HTTP/1.1\r\nHost: test\r\n\r\n");
			assertThat(client.rest()).isEqualTo(response);
		}
	}

	@ParameterizedTest
	@CsvSource({ "HTTP_1,''", "H2C,''", "HTTP_1,abc", "H2C,abc" })
	void aRawAnswerToHeadTellsItsLengthWithAndWithoutItsBody(Wire wire, String body) {
		for (boolean seen : new boolean[] { false, true }) {
			TestFilter raw = TestFilter.answering("/raw",
					(exchange) -> new Answer.Raw(text("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n" + body)));
			if (seen) {
				raw.response((exchange, head) -> null);
			}
			try (PipelineServer server = PipelineServer.speaking(wire, raw)) {
				assertThat(wire.client(server)
					.head()
					.uri("/raw")
					.response()
					.block()
					.responseHeaders()
					.get("content-length")).isEqualTo("3");
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "/length/10/whole", "/length/3/whole", "/length/6/pieces" })
	void compressionSetsALengthOfItsOwn(String path) {
		try (PipelineServer server = new PipelineServer(List.of(), KeepAlive.UNLIMITED, (http) -> http.compress(true));
				RawClient client = new RawClient(server.port())) {
			for (int i = 0; i < 2; i++) {
				client.send("GET " + path + " HTTP/1.1\r\nHost: test\r\nAccept-Encoding: gzip\r\n\r\n");
				Response answer = client.read();
				assertThat(answer.has("content-encoding: gzip")).isTrue();
				assertThat(answer.body()).isNotEmpty();
			}
		}
	}

	@Test
	void theFaultIsLoggedOnceASecond(CapturedOutput output) {
		try (PipelineServer server = server(Wire.HTTP_1)) {
			await().until(() -> {
				for (int i = 0; i < 5; i++) {
					try (RawClient client = new RawClient(server.port())) {
						client.get("/length/10/pieces").rest();
					}
				}
				return output.getOut().contains("6 of the 10 bytes of its Content-Length");
			});
			assertThat(output.getOut().lines().filter((line) -> line.contains("GET /length/10/pieces was answered")))
				.hasSizeLessThan(5);
		}
	}

}
