package dev.millrace.exchange;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

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
class LingeringCloseTests {

	private static final int UPLOAD = 5_000_000;

	private static final TestFilter LIMITED = TestFilter.answering("/limited", (exchange) -> Verdict.body(10));

	private final HalfClosing channel = new HalfClosing();

	private final LingeringClose lingering = new LingeringClose();

	@ParameterizedTest
	@CsvSource({ "HTTP_1,/limited,413", "HTTP_1,/hot,200", "HTTP_1,/early,200", "HTTP_1,/early-large,200",
			"TLS,/limited,413", "TLS,/hot,200", "TLS,/early,200", "TLS,/early-large,200" })
	void aClientMaySendAllBeforeItReadsAnEarlyAnswer(Wire wire, String path, int status) {
		try (PipelineServer server = PipelineServer.speaking(wire, LIMITED, ExchangePipelineTests.HOT)) {
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

	@Test
	void aClientThatPipelinesReadsAllAnswersBeforeTheLast() {
		try (PipelineServer server = PipelineServer.with(ExchangePipelineTests.HOT);
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

	private void start(boolean late) {
		this.channel.freezeTime();
		this.channel.pipeline().addLast(new ChannelInboundHandlerAdapter());
		this.lingering.start(this.channel.pipeline().lastContext(), late);
		assertThat(this.channel.isOutputShutdown()).isTrue();
		assertThat(this.channel.isOpen()).isTrue();
	}

	private void pass(int seconds) {
		this.channel.advanceTimeBy(seconds, TimeUnit.SECONDS);
		this.channel.runScheduledPendingTasks();
	}

	@Test
	void aClientThatPausesIsClosed() {
		start(false);
		pass(LingeringClose.PAUSE_SECONDS - 1);
		assertThat(this.channel.isOpen()).isTrue();
		pass(1);
		assertThat(this.channel.isOpen()).isFalse();
	}

	@Test
	void aClientThatNeverEndsIsClosedAtLast() {
		start(false);
		for (int seconds = 1; seconds < LingeringClose.LONGEST_SECONDS; seconds++) {
			assertThat(this.lingering.discard(Unpooled.wrappedBuffer(new byte[1_000_000]))).isTrue();
			pass(1);
			assertThat(this.channel.isOpen()).isTrue();
		}
		pass(1);
		assertThat(this.channel.isOpen()).isFalse();
	}

	@Test
	void aClientThatWasLateIsClosedSoonThoughItSends() {
		start(true);
		assertThat(this.lingering.discard(Unpooled.wrappedBuffer(new byte[1]))).isTrue();
		pass(LingeringClose.SHORT_SECONDS - 1);
		assertThat(this.channel.isOpen()).isTrue();
		pass(1);
		assertThat(this.channel.isOpen()).isFalse();
	}

	@Test
	void nothingIsLeftBehindWhenTheClientCloses() {
		start(false);
		this.channel.close();
		assertThat(this.channel.runScheduledPendingTasks()).isEqualTo(-1);
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
