package dev.millrace.exchange.http1;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

import dev.millrace.connection.ConnectionHandler;
import dev.millrace.connection.KeepAlive;
import dev.millrace.exchange.ExchangeHandlerTests;
import dev.millrace.exchange.PreparedResponse;
import dev.millrace.exchange.syntax.HttpRules;
import dev.millrace.testing.PipelineServer;
import dev.millrace.testing.RawClient;
import dev.millrace.testing.TestFilter;
import dev.millrace.transport.TestLoops;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.epoll.Epoll;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.netty.http.server.HttpServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Requests are read and answered past the pipeline, and no handler that stands in it
 * misses a byte. That all else stays as it is, the other tests of this package show,
 * which run on the same loops.
 */
@Timeout(60)
class Http1DirectReaderTests {

	private static final String HOT = "GET /hot HTTP/1.1\r\nHost: test\r\n\r\n";

	private static final int REQUESTS = 100;

	@BeforeAll
	static void epoll() {
		assumeTrue(Epoll.isAvailable());
	}

	@Test
	void neitherRequestsNorAnswersPassThePipeline() {
		Counter counter = new Counter();
		try (PipelineServer server = server(TestLoops.ioHandlers(), (http) -> http);
				RawClient client = new RawClient(server.port())) {
			exchange(client, 2);
			// Who stands in the pipeline was looked at with the second request.
			change(server, (pipeline) -> pipeline.addAfter(ConnectionHandler.NAME, "counter", counter));
			exchange(client, REQUESTS);
			assertThat(counter.in).hasValue(0);
			assertThat(counter.out).hasValue(0);
			assertThat(counter.flushes).hasValue(0);
		}
	}

	/** As after every read of a channel: the clock of a body runs from then on. */
	@Test
	void theRestOfABodyIsAskedFor() {
		Counter counter = new Counter();
		try (PipelineServer server = server(TestLoops.ioHandlers(), (http) -> http);
				RawClient client = new RawClient(server.port())) {
			exchange(client, 2);
			change(server, (pipeline) -> pipeline.addAfter(ConnectionHandler.NAME, "counter", counter));
			exchange(client, 1);
			assertThat(counter.asked).hasValue(0);
			client.send("POST /hot-echo HTTP/1.1\r\nHost: test\r\nContent-Length: 5\r\n\r\nhe");
			await().untilAsserted(() -> assertThat(counter.asked).hasPositiveValue());
			assertThat(counter.in).hasValue(0);
			assertThat(client.send("llo").read().body()).isEqualTo("hello");
			assertThat(counter.in).hasValue(3);
		}
	}

	@Test
	void allPassesThePipelineWhereItIsSwitchedOff() {
		Counter counter = new Counter();
		try (PipelineServer server = server(TestLoops.withoutDirectIo(), (http) -> http);
				RawClient client = new RawClient(server.port())) {
			exchange(client, 1);
			change(server, (pipeline) -> pipeline.addAfter(ConnectionHandler.NAME, "counter", counter));
			long answered = exchange(client, REQUESTS);
			assertThat(counter.in).hasValue(REQUESTS * HOT.length());
			assertThat(counter.out).hasValue(answered);
		}
	}

	@Test
	void aHandlerOfTheUserSeesEveryByte() {
		Counter first = new Counter();
		Counter second = new Counter();
		UnaryOperator<HttpServer> handlers = (http) -> http.doOnChannelInit((observer, channel, address) -> {
			channel.pipeline().addFirst("first", first);
			channel.pipeline().addFirst("second", second);
		});
		try (PipelineServer server = server(TestLoops.ioHandlers(), handlers);
				RawClient client = new RawClient(server.port())) {
			long answered = exchange(client, REQUESTS);
			for (Counter counter : List.of(first, second)) {
				assertThat(counter.in).hasValue(REQUESTS * HOT.length());
				assertThat(counter.out).hasValue(answered);
			}
		}
	}

	@Test
	void aHandlerThatComesLaterSeesAllFromThenOn() {
		Counter counter = new Counter();
		try (PipelineServer server = server(TestLoops.ioHandlers(), (http) -> http);
				RawClient client = new RawClient(server.port())) {
			exchange(client, REQUESTS);
			change(server, (pipeline) -> pipeline.addFirst("late", counter));
			long answered = exchange(client, REQUESTS);
			assertThat(counter.in).hasValue(REQUESTS * HOT.length());
			assertThat(counter.out).hasValue(answered);
			change(server, (pipeline) -> pipeline.remove("late"));
			exchange(client, REQUESTS);
			assertThat(counter.in).hasValue(REQUESTS * HOT.length());
		}
	}

	@Test
	void theBytesAreAccountedFor() {
		try (PipelineServer server = server(TestLoops.ioHandlers(), (http) -> http);
				RawClient client = new RawClient(server.port())) {
			long answered = exchange(client, REQUESTS);
			await().untilAsserted(() -> {
				assertThat(server.workers().snapshots()).singleElement()
					.satisfies((worker) -> assertThat(worker.bytesIn()).isEqualTo(REQUESTS * HOT.length()))
					.satisfies((worker) -> assertThat(worker.bytesOut()).isEqualTo(answered));
			});
		}
	}

	/** The kernel takes a part, the channel writes the rest. */
	@Test
	void anAnswerThatTheKernelDoesNotTakeAtOnceIsWhole() {
		String body = "0123456789".repeat(20_000);
		PreparedResponse large = PreparedResponse.of(200, new DefaultHttpHeaders(),
				body.getBytes(StandardCharsets.US_ASCII));
		TestFilter filter = TestFilter.answering("/large-hot", (exchange) -> large);
		UnaryOperator<HttpServer> narrow = (http) -> http.childOption(ChannelOption.SO_SNDBUF, 8192);
		try (PipelineServer server = new PipelineServer(List.of(filter, ExchangeHandlerTests.HOT), KeepAlive.UNLIMITED,
				narrow, HttpRules.NONE, TestLoops.ioHandlers()); RawClient client = new RawClient(server.port())) {
			exchange(client, 1);
			for (int i = 0; i < 5; i++) {
				client.send(("GET /large-hot HTTP/1.1\r\nHost: test\r\n\r\n" + HOT).repeat(3));
				for (int j = 0; j < 3; j++) {
					assertThat(client.read().body()).isEqualTo(body);
					assertThat(client.read().body()).isEqualTo("hello");
				}
			}
		}
	}

	private static PipelineServer server(IoHandlerFactory loops, UnaryOperator<HttpServer> customizer) {
		return new PipelineServer(List.of(ExchangeHandlerTests.HOT), KeepAlive.UNLIMITED, customizer, HttpRules.NONE,
				loops);
	}

	/** Returns how many bytes the answers have. */
	private static long exchange(RawClient client, int requests) {
		long bytes = 0;
		for (int i = 0; i < requests; i++) {
			RawClient.Response response = client.send(HOT).read();
			assertThat(response.body()).isEqualTo("hello");
			bytes += (response.statusLine() + response.head() + "\r\n" + response.body()).length();
		}
		return bytes;
	}

	private static void change(PipelineServer server, Consumer<ChannelPipeline> change) {
		server.registry().forEach((connection) -> {
			Channel channel = connection.channel();
			change.accept(channel.pipeline());
		}).join();
	}

	/** Counts what passes by. */
	private static final class Counter extends ChannelDuplexHandler {

		private final AtomicLong in = new AtomicLong();

		private final AtomicLong out = new AtomicLong();

		private final AtomicLong flushes = new AtomicLong();

		private final AtomicLong asked = new AtomicLong();

		@Override
		public void channelRead(ChannelHandlerContext context, Object message) {
			this.in.addAndGet(((ByteBuf) message).readableBytes());
			context.fireChannelRead(message);
		}

		@Override
		public void read(ChannelHandlerContext context) {
			this.asked.incrementAndGet();
			context.read();
		}

		@Override
		public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
			this.out.addAndGet(((ByteBuf) message).readableBytes());
			context.write(message, promise);
		}

		@Override
		public void flush(ChannelHandlerContext context) {
			this.flushes.incrementAndGet();
			context.flush();
		}

	}

}
