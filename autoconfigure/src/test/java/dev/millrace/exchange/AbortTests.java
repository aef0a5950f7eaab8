package dev.millrace.exchange;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import dev.millrace.testing.PipelineServer;
import dev.millrace.testing.RawClient;
import dev.millrace.testing.TestFilter;
import dev.millrace.testing.Wire;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The client goes away in every phase of an exchange.
 */
@Timeout(60)
class AbortTests {

	private final CompletableFuture<Void> reached = new CompletableFuture<>();

	private final AtomicBoolean cancelled = new AtomicBoolean();

	private final AtomicInteger ends = new AtomicInteger();

	private TestFilter counting(TestFilter filter) {
		return filter.end(this.ends::incrementAndGet);
	}

	/** Sends a request and goes away when its answer is being worked on. */
	private void leave(Wire wire, PipelineServer server, String path, Outcome outcome) {
		HttpClient client = wire.client(server);
		Disposable request = client.get().uri(path).responseContent().subscribe((piece) -> {
		}, (error) -> {
		});
		this.reached.join();
		request.dispose();
		server.awaitOutcomes(outcome);
		assertThat(this.ends).hasValue(1);
		await().until(() -> server.registry()
			.snapshots(Duration.ofSeconds(5))
			.join()
			.stream()
			.allMatch((connection) -> connection.activeStreams() == 0));
	}

	@ParameterizedTest
	@EnumSource
	void whileAFilterWaits(Wire wire) {
		TestFilter waits = counting(TestFilter.answering("/wait", (exchange) -> {
			Suspension suspension = exchange.suspend(null);
			suspension.onCancel(() -> this.cancelled.set(true));
			this.reached.complete(null);
			return suspension;
		}));
		try (PipelineServer server = PipelineServer.speaking(wire, waits)) {
			leave(wire, server, "/wait", Outcome.ABORTED);
			await().untilTrue(this.cancelled);
		}
	}

	@ParameterizedTest
	@EnumSource
	void whileAnAnswerIsStreamed(Wire wire) {
		Flux<ByteBuf> pieces = Mono.fromSupplier(() -> Unpooled.buffer(8).writeLong(1))
			.concatWith(Flux.<ByteBuf>never().doOnSubscribe((started) -> this.reached.complete(null)))
			.doOnCancel(() -> this.cancelled.set(true));
		TestFilter streams = counting(TestFilter.answering("/stream",
				(exchange) -> new Answer.Stream(200, new DefaultHttpHeaders(), pieces)));
		try (PipelineServer server = PipelineServer.speaking(wire, streams)) {
			leave(wire, server, "/stream", Outcome.ABORTED);
			await().untilTrue(this.cancelled);
		}
	}

	@ParameterizedTest
	@EnumSource
	void beforeAStreamedAnswerHasBegun(Wire wire) {
		Flux<ByteBuf> pieces = Flux.<ByteBuf>never()
			.doOnSubscribe((started) -> this.reached.complete(null))
			.doOnCancel(() -> this.cancelled.set(true));
		TestFilter streams = counting(TestFilter.answering("/stream",
				(exchange) -> new Answer.Stream(200, new DefaultHttpHeaders(), pieces)));
		try (PipelineServer server = PipelineServer.speaking(wire, streams)) {
			leave(wire, server, "/stream", Outcome.ABORTED);
			await().untilTrue(this.cancelled);
		}
	}

	@ParameterizedTest
	@EnumSource
	void whileTheApplicationWorks(Wire wire) {
		TestFilter watches = counting(new TestFilter().request((exchange) -> {
			this.reached.complete(null);
			return Verdict.PASS;
		}));
		try (PipelineServer server = PipelineServer.speaking(wire, watches)) {
			leave(wire, server, "/never", Outcome.ABORTED);
		}
	}

	@ParameterizedTest
	@EnumSource
	void whileTheApplicationAnswers(Wire wire) {
		TestFilter watches = counting(new TestFilter().responseBody((exchange, piece) -> {
			this.reached.complete(null);
			return piece;
		}));
		try (PipelineServer server = PipelineServer.speaking(wire, watches)) {
			leave(wire, server, "/drip", Outcome.ABORTED);
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "HTTP_1", "TLS", "H2C" })
	void whileABodyIsCollected(Wire wire) {
		TestFilter reads = counting(new TestFilter().request((exchange) -> {
			this.reached.complete(null);
			return Verdict.body(1_000);
		}));
		try (PipelineServer server = PipelineServer.speaking(wire, reads)) {
			try (RawClient client = wire.rawClient(server)) {
				client.send("POST / HTTP/1.1\r\nHost: test\r\nContent-Length: 100\r\n\r\nabc");
				this.reached.join();
				client.send("def");
			}
			server.awaitOutcomes(Outcome.ABORTED);
			assertThat(this.ends).hasValue(1);
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "HTTP_1", "TLS", "H2C" })
	void insideABodyThatTheApplicationReads(Wire wire) {
		try (PipelineServer server = PipelineServer.speaking(wire, counting(new TestFilter()))) {
			try (RawClient client = wire.rawClient(server)) {
				client.send("POST /echo HTTP/1.1\r\nHost: test\r\nContent-Length: 100\r\n\r\nabc");
				await().until(() -> server.registry()
					.snapshots(Duration.ofSeconds(5))
					.join()
					.stream()
					.anyMatch((connection) -> connection.activeStreams() == 1));
			}
			server.awaitOutcomes(Outcome.ABORTED);
			assertThat(this.ends).hasValue(1);
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "HTTP_1", "TLS", "H2C" })
	void insideAHead(Wire wire) {
		try (PipelineServer server = PipelineServer.speaking(wire, counting(new TestFilter()))) {
			try (RawClient client = wire.rawClient(server)) {
				client.send("GET / HTTP/1.1\r\nHo");
				await().until(() -> server.registry().size() == 1);
			}
			await().until(() -> server.registry().size() == 0);
			assertThat(server.outcomes()).doesNotContain(Outcome.PASSED, Outcome.ANSWERED);
		}
	}

}
