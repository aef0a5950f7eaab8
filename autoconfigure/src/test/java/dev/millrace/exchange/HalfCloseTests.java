package dev.millrace.exchange;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.UnaryOperator;

import dev.millrace.connection.ConnectionSettings;
import dev.millrace.connection.KeepAlive;
import dev.millrace.connection.Throttling;
import dev.millrace.exchange.syntax.HttpRules;
import dev.millrace.testing.PipelineServer;
import dev.millrace.testing.RawClient;
import dev.millrace.testing.TestFilter;
import dev.millrace.testing.Wire;
import dev.millrace.transport.TestLoops;
import dev.millrace.transport.TransportType;
import dev.millrace.worker.CloseReason;
import dev.millrace.worker.Guard;
import dev.millrace.worker.GuardCount;
import dev.millrace.worker.WorkerSnapshot;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelOption;
import io.netty.channel.IoHandlerFactory;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.netty.http.server.HttpServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Clients that end their input: those that wait for their answers get them, on every lane
 * and transport, and those that have left hold nothing.
 */
@Timeout(60)
class HalfCloseTests {

	private static final Duration LONG = Duration.ofSeconds(30);

	private static final Duration SHORT = Duration.ofMillis(300);

	private static final String LARGE_BODY = "0123456789".repeat(PipelineServer.LARGE / 10);

	private static final PreparedResponse LARGE_HOT = PreparedResponse.of(200, new DefaultHttpHeaders(),
			LARGE_BODY.getBytes(StandardCharsets.US_ASCII));

	@TempDir
	private Path folder;

	private final AtomicBoolean cancelled = new AtomicBoolean();

	private final CompletableFuture<Suspension> suspended = new CompletableFuture<>();

	/** What connections are read with. */
	enum Loops {

		EPOLL, EPOLL_WITHOUT_DIRECT_IO, NIO, IO_URING;

		@Nullable IoHandlerFactory handlers() {
			return switch (this) {
				case EPOLL -> TestLoops.ioHandlers(TransportType.EPOLL);
				case EPOLL_WITHOUT_DIRECT_IO -> TestLoops.withoutDirectIo();
				case NIO -> TestLoops.ioHandlers(TransportType.NIO);
				case IO_URING -> TestLoops.ioHandlers(TransportType.IO_URING);
			};
		}

	}

	private PipelineServer server(Loops loops, Duration halfClose, UnaryOperator<HttpServer> customizer) {
		IoHandlerFactory handlers = loops.handlers();
		assumeTrue(handlers != null, "this system lacks the transport");
		return new PipelineServer(List.of(new TestFilter().request(this::answer), ExchangeHandlerTests.HOT),
				new ConnectionSettings(KeepAlive.UNLIMITED, PipelineServer.halfClose(halfClose), Throttling.NONE),
				customizer, HttpRules.NONE, handlers);
	}

	private PipelineServer server(Duration halfClose) {
		return server(Loops.EPOLL, halfClose, (server) -> server);
	}

	private Verdict answer(Exchange exchange) {
		return switch (exchange.path()) {
			case "/hot-large" -> LARGE_HOT;
			case "/hot-file" -> new Answer.File(200, new DefaultHttpHeaders(), file(), 0, LARGE_BODY.length());
			case "/hot-pieces" -> new Answer.Stream(200, withLength(), pieces());
			case "/hot-drip" -> new Answer.Stream(200, new DefaultHttpHeaders(),
					Flux.just(text("a")).concatWith(Flux.never()).doOnCancel(() -> this.cancelled.set(true)));
			case "/hot-never" -> suspend(exchange);
			case "/hot-poll" -> suspend(exchange).untilInputEnds();
			default -> Verdict.PASS;
		};
	}

	private Suspension suspend(Exchange exchange) {
		Suspension suspension = exchange.suspend(null);
		suspension.onCancel(() -> this.cancelled.set(true));
		this.suspended.complete(suspension);
		return suspension;
	}

	private static HttpHeaders withLength() {
		return new DefaultHttpHeaders().set("content-length", LARGE_BODY.length());
	}

	private static Flux<ByteBuf> pieces() {
		return Flux.range(0, 100).map((index) -> text(LARGE_BODY.substring(0, LARGE_BODY.length() / 100)));
	}

	private static ByteBuf text(String text) {
		return Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
	}

	private Path file() {
		try {
			Path file = this.folder.resolve("large");
			return Files.exists(file) ? file : Files.writeString(file, LARGE_BODY);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String get(String... paths) {
		StringBuilder requests = new StringBuilder();
		for (String path : paths) {
			requests.append("GET ").append(path).append(" HTTP/1.1\r\nHost: test\r\n\r\n");
		}
		return requests.toString();
	}

	private static void gone(PipelineServer server) {
		await().until(() -> server.registry().size() == 0);
	}

	private static WorkerSnapshot total(PipelineServer server) {
		return WorkerSnapshot.total(server.workers().snapshots());
	}

	@ParameterizedTest
	@EnumSource
	void requestsThatWereReceivedAreAnsweredInOrder(Loops loops) {
		try (PipelineServer server = server(loops, LONG, (http) -> http)) {
			for (int round = 0; round < 20; round++) {
				try (RawClient client = new RawClient(server.port())) {
					client
						.send(get("/cold", "/cold", "/hot", "/slow/20", "/hot-later", "/stream", "/hot-stream",
								"/cold"))
						.endOutput();
					for (String body : List.of("cold", "cold", "hello", "slow", "hello", "onetwothree", "abc")) {
						assertThat(client.read().body()).isEqualTo(body);
					}
					RawClient.Response last = client.read();
					assertThat(last.body()).isEqualTo("cold");
					// NIO learns of the end only after it has read all requests.
					assertThat(last.has("connection: close") || loops == Loops.NIO).isTrue();
					assertThat(client.rest()).isEmpty();
				}
			}
			gone(server);
			server.awaitOutcomes(160);
			assertThat(server.outcomes()).doesNotContain(Outcome.ABORTED, Outcome.FAILED);
		}
	}

	@ParameterizedTest
	@EnumSource
	void theEndMayComeAfterTheRequest(Loops loops) {
		try (PipelineServer server = server(loops, LONG, (http) -> http)) {
			for (String path : List.of("/slow/100", "/hot-never")) {
				try (RawClient client = new RawClient(server.port())) {
					long before = total(server).requests();
					client.get(path);
					server.awaitRequests(before + 1);
					client.endOutput();
					this.suspended.thenAccept((suspension) -> suspension.resume(PreparedResponse.empty(204)));
					assertThat(client.read().status()).isIn(200, 204);
					assertThat(client.rest()).isEmpty();
				}
			}
			gone(server);
		}
	}

	static List<Object[]> largeAnswers() {
		return List.of(Loops.values())
			.stream()
			.flatMap((loops) -> List.of("/large", "/large-pieces", "/file", "/hot-large", "/hot-file", "/hot-pieces")
				.stream()
				.map((path) -> new Object[] { loops, path }))
			.toList();
	}

	/** What the kernel does not take at once is written all the same. */
	@ParameterizedTest
	@MethodSource("largeAnswers")
	void aLargeAnswerIsWhole(Loops loops, String route) {
		String path = route.equals("/file") ? route + "?" + file() : route;
		UnaryOperator<HttpServer> narrow = (http) -> http.childOption(ChannelOption.SO_SNDBUF, 128 * 1024);
		try (PipelineServer server = server(loops, LONG, narrow); RawClient client = new RawClient(server.port())) {
			client.send(get(path, path)).endOutput();
			// Until the answer is waiting for the client.
			await().until(() -> total(server).bytesOut() > 100_000);
			assertThat(client.read().body()).hasSize(LARGE_BODY.length());
			assertThat(client.read().body()).hasSize(LARGE_BODY.length());
			assertThat(client.rest()).isEmpty();
			gone(server);
			assertThat(server.outcomes()).doesNotContain(Outcome.ABORTED, Outcome.FAILED);
		}
	}

	@ParameterizedTest
	@EnumSource
	void anIdleConnectionIsClosedAtOnce(Loops loops) {
		try (PipelineServer server = server(loops, LONG, (http) -> http)) {
			for (String path : List.of("/cold", "/hot", "/hot-stream")) {
				try (RawClient client = new RawClient(server.port())) {
					client.get(path).read();
					client.endOutput();
					assertThat(client.rest()).isEmpty();
					gone(server);
				}
			}
			try (RawClient client = new RawClient(server.port())) {
				client.endOutput();
				assertThat(client.rest()).isEmpty();
			}
			gone(server);
			assertThat(total(server).closedConnections()).containsEntry(CloseReason.CLIENT, 4L);
		}
	}

	@ParameterizedTest
	@EnumSource
	void anAnswerThatDoesNotComeIsCancelledInTime(Loops loops) {
		try (PipelineServer server = server(loops, SHORT, (http) -> http)) {
			try (RawClient client = new RawClient(server.port())) {
				client.send(get("/cold", "/hot-never")).endOutput();
				assertThat(client.read().body()).isEqualTo("cold");
				assertThat(client.rest()).isEmpty();
				await().untilTrue(this.cancelled);
			}
			try (RawClient client = new RawClient(server.port())) {
				client.send(get("/hot", "/never")).endOutput();
				assertThat(client.read().body()).isEqualTo("hello");
				assertThat(client.rest()).isEmpty();
			}
			server.awaitOutcomes(Outcome.PASSED, Outcome.ANSWERED, Outcome.ABORTED, Outcome.ABORTED);
			gone(server);
			assertThat(total(server).guards()).containsEntry(Guard.HALF_CLOSE, new GuardCount(2, 0));
			assertThat(total(server).closedConnections()).containsEntry(CloseReason.HALF_CLOSE, 2L);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "/drip", "/hot-drip", "/events" })
	void anAnswerWithoutAnEndIsCancelledAtOnce(String path) {
		try (PipelineServer server = server(LONG)) {
			try (RawClient client = new RawClient(server.port())) {
				client.get(path).readHead();
				client.endOutput();
				server.awaitOutcomes(Outcome.ABORTED);
				gone(server);
			}
		}
	}

	@Test
	void anEventStreamDoesNotBeginForAClientThatSendsNoMore() {
		try (PipelineServer server = server(LONG); RawClient client = new RawClient(server.port())) {
			client.send(get("/slow/300", "/events")).endOutput();
			assertThat(client.read().body()).isEqualTo("slow");
			server.awaitOutcomes(Outcome.PASSED, Outcome.ABORTED);
			gone(server);
		}
	}

	@Test
	void aWaitThatAsksForItIsCancelledAtOnce() {
		try (PipelineServer server = server(LONG); RawClient client = new RawClient(server.port())) {
			client.get("/hot-poll");
			this.suspended.join();
			client.endOutput();
			assertThat(client.rest()).isEmpty();
			await().untilTrue(this.cancelled);
			gone(server);
		}
	}

	@ParameterizedTest
	@EnumSource
	void aClientThatIsGoneIsFoundOutByItsReset(Loops loops) throws IOException {
		try (PipelineServer server = server(loops, LONG, (http) -> http)) {
			try (RawClient client = new RawClient(server.port())) {
				client.get("/hot-never");
				this.suspended.join();
				client.socket().setSoLinger(true, 0);
			}
			server.awaitOutcomes(Outcome.ABORTED);
			await().untilTrue(this.cancelled);
			gone(server);
			assertThat(total(server).closedConnections()).containsEntry(CloseReason.RESET, 1L);
		}
	}

	/** Netty would not notice, and be told by the kernel again and again. */
	@ParameterizedTest
	@EnumSource(names = { "EPOLL", "EPOLL_WITHOUT_DIRECT_IO" })
	void aResetAfterTheEndOfTheInputIsNoticed(Loops loops) throws IOException {
		try (PipelineServer server = server(loops, LONG, (http) -> http)) {
			try (RawClient client = new RawClient(server.port())) {
				client.get("/hot-never");
				this.suspended.join();
				client.endOutput();
				await().until(() -> server.registry().snapshots(LONG).join().size() == 1);
				client.socket().setSoLinger(true, 0);
			}
			server.awaitOutcomes(Outcome.ABORTED);
			gone(server);
		}
	}

	@ParameterizedTest
	@EnumSource
	void aClientThatIsGoneCancelsWhatFollowsByItsReset(Loops loops) {
		try (PipelineServer server = server(loops, LONG, (http) -> http)) {
			try (RawClient client = new RawClient(server.port())) {
				client.send(get("/slow/200", "/hot-large", "/hot-never"));
				server.awaitRequests(1);
			}
			// The first answers are reset, long before half-close is over.
			gone(server);
		}
	}

	@ParameterizedTest
	@EnumSource
	void aRequestThatLacksBytesIsCancelled(Loops loops) {
		try (PipelineServer server = server(loops, LONG, (http) -> http)) {
			for (String path : List.of("/echo", "/hot-echo")) {
				try (RawClient client = new RawClient(server.port())) {
					client.send(get("/hot", "/cold"))
						.send("POST " + path + " HTTP/1.1\r\nHost: test\r\nContent-Length: 10\r\n\r\nabc")
						.endOutput();
					assertThat(client.read().body()).isEqualTo("hello");
					assertThat(client.read().body()).isEqualTo("cold");
					assertThat(client.rest()).isEmpty();
				}
				gone(server);
			}
			server.awaitOutcomes(6);
			assertThat(server.outcomes()).filteredOn(Outcome.ABORTED::equals).hasSize(2);
		}
	}

	@ParameterizedTest
	@EnumSource
	void aHeadThatLacksBytesIsDropped(Loops loops) {
		try (PipelineServer server = server(loops, LONG, (http) -> http);
				RawClient client = new RawClient(server.port())) {
			client.send(get("/cold", "/hot-later") + "GET /cold HTTP/1.1\r\nHo").endOutput();
			assertThat(client.read().body()).isEqualTo("cold");
			assertThat(client.read().body()).isEqualTo("hello");
			assertThat(client.rest()).isEmpty();
			gone(server);
			server.awaitOutcomes(2);
		}
	}

	@Test
	void anAnswerThatWasBegunEarlyIsWhole() {
		try (PipelineServer server = server(LONG); RawClient client = new RawClient(server.port())) {
			client.send("POST /early-large HTTP/1.1\r\nHost: test\r\nContent-Length: 10\r\n\r\nabc").endOutput();
			assertThat(client.read().body()).hasSize(PipelineServer.LARGE);
			assertThat(client.rest()).isEmpty();
			gone(server);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "/ws", "/ws-compressed" })
	void aWebSocketIsClosed(String path) {
		try (PipelineServer server = server(LONG); RawClient client = new RawClient(server.port())) {
			client.send("GET " + path + " HTTP/1.1\r\nHost: test\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
					+ "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n");
			assertThat(client.readHead().status()).isEqualTo(101);
			client.endOutput();
			client.rest();
			gone(server);
		}
	}

	@Test
	void theEndIsADepartureWhereItIsSwitchedOff() {
		try (PipelineServer server = server(Duration.ZERO); RawClient client = new RawClient(server.port())) {
			client.get("/hot-never");
			this.suspended.join();
			client.endOutput();
			assertThat(client.rest()).isEmpty();
			await().untilTrue(this.cancelled);
			gone(server);
		}
	}

	@Test
	void aFrameConnectionIsClosedAsBefore() {
		try (PipelineServer server = server(Loops.EPOLL, LONG, Wire.H2C.server());
				RawClient client = new RawClient(server.port())) {
			client.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n").endOutput();
			client.rest();
			gone(server);
		}
	}

	@Test
	void theFirstRequestOfAConnectionThatMayBecomeHttp2IsAnswered() {
		try (PipelineServer server = server(Loops.EPOLL, LONG, Wire.H2C.server())) {
			for (int i = 0; i < 20; i++) {
				try (RawClient client = new RawClient(server.port())) {
					client.send(get("/slow/20", "/cold")).endOutput();
					assertThat(client.read().body()).isEqualTo("slow");
					assertThat(client.read().body()).isEqualTo("cold");
					assertThat(client.rest()).isEmpty();
				}
			}
			gone(server);
		}
	}

	/** A FIN without close_notify, and a close_notify without a FIN. */
	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void behindTlsToo(boolean notify) {
		Function<PipelineServer, RawClient> ends = (server) -> {
			RawClient plain = new RawClient(server.port());
			RawClient client = plain.startTls();
			client.send(get("/cold", "/slow/50", "/hot-later", "/hot-large"));
			(notify ? client : plain).endOutput();
			return client;
		};
		try (PipelineServer server = server(Loops.EPOLL, LONG, Wire.TLS.server())) {
			for (int i = 0; i < 3; i++) {
				try (RawClient client = ends.apply(server)) {
					assertThat(client.read().body()).isEqualTo("cold");
					assertThat(client.read().body()).isEqualTo("slow");
					assertThat(client.read().body()).isEqualTo("hello");
					assertThat(client.read().body()).isEqualTo(LARGE_BODY);
					assertThat(client.rest()).isEmpty();
				}
			}
			gone(server);
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void anIdleConnectionBehindTlsIsClosedAtOnce(boolean notify) {
		try (PipelineServer server = server(Loops.EPOLL, LONG, Wire.TLS.server())) {
			RawClient plain = new RawClient(server.port());
			try (RawClient client = plain.startTls()) {
				assertThat(client.get("/cold").read().body()).isEqualTo("cold");
				(notify ? client : plain).endOutput();
				assertThat(client.rest()).isEmpty();
				gone(server);
			}
		}
	}

}
