package dev.millrace.exchange.http1;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

import dev.millrace.connection.ConnectionRegistry;
import dev.millrace.connection.KeepAlive;
import dev.millrace.connection.ServerConnection;
import dev.millrace.exchange.ExchangeHandlerTests;
import dev.millrace.exchange.Outcome;
import dev.millrace.exchange.Verdict;
import dev.millrace.exchange.http1.Http1LingeringClose.Patience;
import dev.millrace.testing.PipelineServer;
import dev.millrace.testing.RawClient;
import dev.millrace.testing.TestFilter;
import dev.millrace.testing.Wire;
import dev.millrace.worker.Workers;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.DuplexChannel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Closing by halves: clients get to read what they were answered, and cannot hold the
 * connection for it.
 */
@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class Http1LingeringCloseTests {

	private static final int UPLOAD = 5_000_000;

	private static final TestFilter LIMITED = TestFilter.answering("/limited", (exchange) -> Verdict.body(10));

	private final HalfClosing channel = new HalfClosing();

	private final Workers workers = new Workers();

	private Http1LingeringClose lingering;

	@ParameterizedTest
	@CsvSource({ "HTTP_1,/limited,413", "HTTP_1,/hot,200", "HTTP_1,/early,200", "HTTP_1,/early-large,200",
			"TLS,/limited,413", "TLS,/hot,200", "TLS,/early,200", "TLS,/early-large,200" })
	void aClientMaySendAllBeforeItReadsAnEarlyAnswer(Wire wire, String path, int status) {
		try (PipelineServer server = PipelineServer.speaking(wire, LIMITED, ExchangeHandlerTests.HOT)) {
			try (RawClient client = wire.rawClient(server)) {
				client.send("POST " + path + " HTTP/1.1\r\nHost: test\r\nContent-Length: " + UPLOAD + "\r\n\r\n");
				client.send(new byte[UPLOAD]);
				RawClient.Response response = client.read();
				assertThat(response.status()).isEqualTo(status);
				assertThat(response.body()).hasSize(path.equals("/early-large") ? PipelineServer.LARGE
						: path.equals("/limited") ? 0 : "early".length());
				assertThat(client.closed()).isTrue();
			}
			await().until(() -> server.registry().size() == 0);
		}
	}

	/**
	 * Bytes that meet a closed socket are answered by a reset, which may outrun the
	 * answer.
	 */
	@ParameterizedTest
	@CsvSource({ "HTTP_1,/cold", "HTTP_1,/hot", "HTTP_1,/hot-later", "HTTP_1,/hot-stream", "HTTP_1,/stream",
			"HTTP_1,/slow/1", "HTTP_1,/large", "TLS,/cold", "TLS,/hot" })
	void aClientMayGoOnSendingAfterItsLastRequest(Wire wire, String path) {
		String get = "GET " + path + " HTTP/1.1\r\nHost: test\r\n";
		try (PipelineServer server = PipelineServer.speaking(wire, ExchangeHandlerTests.HOT)) {
			for (int i = 0; i < 30; i++) {
				try (RawClient client = wire.rawClient(server)) {
					client.send(get + "Connection: close\r\n\r\n");
					server.awaitOutcomes(i + 1);
					for (int more = 0; more < 3; more++) {
						client.send(get + "\r\n");
					}
					RawClient.Response response = client.read();
					assertThat(response.status()).isEqualTo(200);
					assertThat(response.has("connection: close")).isTrue();
					// A reset would be an exception here.
					assertThat(client.rest()).isEmpty();
				}
			}
			await().until(() -> server.registry().size() == 0);
		}
	}

	@ParameterizedTest
	@CsvSource({ "/cold", "/hot", "/stream", "/hot-stream" })
	void aClientOfHttp10MayGoOnSending(String path) {
		try (PipelineServer server = PipelineServer.with(ExchangeHandlerTests.HOT)) {
			for (int i = 0; i < 10; i++) {
				try (RawClient client = new RawClient(server.port())) {
					client.send("GET " + path + " HTTP/1.0\r\n\r\n");
					server.awaitOutcomes(i + 1);
					client.send("GET " + path + " HTTP/1.0\r\n\r\n").send("x");
					assertThat(client.read().status()).isEqualTo(200);
					assertThat(client.rest()).isEmpty();
				}
			}
		}
	}

	@ParameterizedTest
	@CsvSource({ "/cold", "/hot" })
	void aClientMayGoOnSendingAfterTheLastRequestThatItIsAllowed(String path) {
		KeepAlive two = new KeepAlive(KeepAlive.UNLIMITED.idleTimeout(), 2, null, 0);
		try (PipelineServer server = new PipelineServer(List.of(ExchangeHandlerTests.HOT), two, (http) -> http)) {
			for (int i = 0; i < 10; i++) {
				try (RawClient client = new RawClient(server.port())) {
					client.get(path).read();
					client.get(path);
					server.awaitOutcomes(2 * i + 2);
					client.get(path).get(path);
					assertThat(client.read().has("connection: close")).isTrue();
					assertThat(client.rest()).isEmpty();
				}
			}
		}
	}

	@Test
	void aClientThatPipelinesReadsAllAnswersBeforeTheLast() {
		try (PipelineServer server = PipelineServer.with(ExchangeHandlerTests.HOT);
				RawClient client = new RawClient(server.port())) {
			client.get("/hot").send("GET /hot HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n");
			byte[] ahead = "GET /hot HTTP/1.1\r\nHost: test\r\n\r\n".repeat(100_000)
				.getBytes(StandardCharsets.US_ASCII);
			client.send(ahead);
			assertThat(client.read().has("connection: close")).isFalse();
			assertThat(client.read().has("connection: close")).isTrue();
			assertThat(client.closed()).isTrue();
			assertThat(server.outcomes()).containsExactly(Outcome.ANSWERED, Outcome.ANSWERED);
		}
	}

	private void start(Patience patience) {
		this.channel.freezeTime();
		this.channel.pipeline().addLast(new ChannelInboundHandlerAdapter());
		this.workers.register("test", List.of(this.channel.eventLoop()));
		ServerConnection connection = new ConnectionRegistry(this.workers, KeepAlive.UNLIMITED).open(this.channel);
		this.lingering = new Http1LingeringClose(this.channel.pipeline().lastContext(), connection);
		this.channel.closeFuture().addListener((closed) -> this.lingering.stop());
		this.lingering.start(patience);
		assertThat(this.channel.isOutputShutdown()).isTrue();
		assertThat(this.channel.isOpen()).isTrue();
	}

	private void pass(int seconds) {
		this.channel.advanceTimeBy(seconds, TimeUnit.SECONDS);
		this.channel.runScheduledPendingTasks();
	}

	@Test
	void aClientThatPausesIsClosed() {
		start(Patience.SENDS);
		pass(5 - 1);
		assertThat(this.channel.isOpen()).isTrue();
		pass(1);
		assertThat(this.channel.isOpen()).isFalse();
	}

	@Test
	void aClientThatNeverEndsIsClosedAtLast() {
		start(Patience.SENDS);
		for (int seconds = 1; seconds < 30; seconds++) {
			this.lingering.discard(Unpooled.wrappedBuffer(new byte[1_000_000]));
			pass(1);
			assertThat(this.channel.isOpen()).isTrue();
		}
		pass(1);
		assertThat(this.channel.isOpen()).isFalse();
	}

	@Test
	void aClientThatWasLateIsClosedSoonThoughItSends() {
		start(Patience.LATE);
		this.lingering.discard(Unpooled.wrappedBuffer(new byte[1]));
		pass(2 - 1);
		assertThat(this.channel.isOpen()).isTrue();
		pass(1);
		assertThat(this.channel.isOpen()).isFalse();
	}

	@Test
	void aClientThatWasSilentIsClosedSoon() {
		start(Patience.SILENT);
		pass(1);
		assertThat(this.channel.isOpen()).isTrue();
		pass(1);
		assertThat(this.channel.isOpen()).isFalse();
	}

	@Test
	void aClientThatWasSilentHasMoreTimeOnceItSends() {
		start(Patience.SILENT);
		pass(1);
		this.lingering.discard(Unpooled.wrappedBuffer(new byte[1]));
		pass(4);
		assertThat(this.channel.isOpen()).isTrue();
		pass(1);
		assertThat(this.channel.isOpen()).isFalse();
	}

	@Test
	void aClientThatEndsItsInputIsClosedAtOnce() {
		start(Patience.SILENT);
		this.lingering.inputEnded();
		assertThat(this.channel.isOpen()).isFalse();
	}

	/** A channel that can be closed by halves. */
	private static final class HalfClosing extends EmbeddedChannel implements DuplexChannel {

		private boolean outputShutdown;

		@Override
		public boolean isInputShutdown() {
			return false;
		}

		@Override
		public ChannelFuture shutdownInput() {
			return newSucceededFuture();
		}

		@Override
		public ChannelFuture shutdownInput(ChannelPromise promise) {
			return promise.setSuccess();
		}

		@Override
		public boolean isOutputShutdown() {
			return this.outputShutdown;
		}

		@Override
		public ChannelFuture shutdownOutput() {
			return shutdownOutput(newPromise());
		}

		@Override
		public ChannelFuture shutdownOutput(ChannelPromise promise) {
			this.outputShutdown = true;
			return promise.setSuccess();
		}

		@Override
		public boolean isShutdown() {
			return false;
		}

		@Override
		public ChannelFuture shutdown() {
			return close();
		}

		@Override
		public ChannelFuture shutdown(ChannelPromise promise) {
			return close(promise);
		}

	}

}
