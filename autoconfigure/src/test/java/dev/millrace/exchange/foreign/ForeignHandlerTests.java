package dev.millrace.exchange.foreign;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

import dev.millrace.connection.KeepAlive;
import dev.millrace.exchange.Answer;
import dev.millrace.exchange.ExchangeHandlerTests;
import dev.millrace.exchange.foreign.ForeignHandler.Place;
import dev.millrace.exchange.http1.Http1RequestDecoder;
import dev.millrace.exchange.http1.Http1ResponseEncoder;
import dev.millrace.exchange.syntax.HttpRules;
import dev.millrace.testing.AgentScopes;
import dev.millrace.testing.PairingHandler;
import dev.millrace.testing.PipelineServer;
import dev.millrace.testing.RawClient;
import dev.millrace.testing.TestFilter;
import dev.millrace.transport.TestLoops;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.util.concurrent.DefaultEventExecutorGroup;
import io.netty.util.concurrent.EventExecutorGroup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.netty.NettyPipeline;
import reactor.netty.http.server.HttpServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A handler of others that stands among Millrace's sees both halves of each conversation.
 */
@Timeout(60)
class ForeignHandlerTests {

	private static final List<String> PATHS = List.of("/slow/20", "/hot", "/cold", "/hot-later", "/hot", "/stream",
			"/hot-stream", "/hot-now", "/cold", "/cold", "/hot-full", "/hot-raw", "/empty", "/hot");

	private static final List<String> BODIES = List.of("slow", "hello", "cold", "hello", "hello", "onetwothree", "abc",
			"hello", "cold", "cold", "full", "raw", "", "hello");

	private final PairingHandler handler = new PairingHandler();

	@Test
	void aHandlerBehindTheCodecPairsHotAndColdAnswersWithTheirRequests() {
		try (PipelineServer server = behindCodec(); RawClient client = new RawClient(server.port())) {
			for (int i = 0; i < PATHS.size(); i++) {
				assertThat(client.get(PATHS.get(i)).read().body()).isEqualTo(BODIES.get(i));
			}
			assertPaired(PATHS);
			assertThat(server.installer().handlers())
				.containsExactly(new ForeignHandler("pairing", PairingHandler.class.getName(), Place.CODEC));
		}
	}

	@Test
	void pipelinedAnswersArePairedInOrder() {
		StringBuilder requests = new StringBuilder();
		List<String> expected = new ArrayList<>();
		for (int i = 0; i < 20; i++) {
			for (String path : PATHS) {
				requests.append("GET ").append(path).append(" HTTP/1.1\r\nHost: test\r\n\r\n");
				expected.add(path);
			}
		}
		try (PipelineServer server = behindCodec(); RawClient client = new RawClient(server.port())) {
			client.send(requests.toString());
			for (int i = 0; i < expected.size(); i++) {
				assertThat(client.read().body()).as(expected.get(i)).isEqualTo(BODIES.get(i % PATHS.size()));
			}
			assertPaired(expected);
		}
	}

	private void assertPaired(List<String> paths) {
		List<String> pairs = paths.stream().map((path) -> path + (path.equals("/empty") ? " 204" : " 200")).toList();
		await().untilAsserted(() -> assertThat(this.handler.pairs()).containsExactlyElementsOf(pairs));
		assertThat(this.handler.ends()).containsExactlyElementsOf(paths);
		assertThat(this.handler.waiting()).isZero();
	}

	@Test
	void refusalsAndHeadAreSeenToo() {
		try (PipelineServer server = behindCodec(); RawClient client = new RawClient(server.port())) {
			client.send("HEAD /hot HTTP/1.1\r\nHost: test\r\n\r\n");
			RawClient.Response head = client.readHead();
			assertThat(head.head()).contains("content-length: 5");
			assertThat(
					client.send("POST /hot-echo HTTP/1.1\r\nHost: test\r\nContent-Length: 4\r\n\r\nbody").read().body())
				.isEqualTo("body");
			assertThat(client.send("GET /cold HTTP/1.1\r\nHost: test\r\nBad Name: x\r\n\r\n").read().status())
				.isEqualTo(400);
			assertThat(client.closed()).isTrue();
			assertThat(this.handler.pairs()).containsExactly("/hot 200", "/hot-echo 200", "/cold 400");
		}
	}

	@Test
	void aRawAnswerThatAsksForTheCloseIsTheLast() {
		TestFilter raw = TestFilter
			.answering("/raw-close",
					(exchange) -> new Answer.Raw(Unpooled.copiedBuffer(
							"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 3\r\n\r\nraw",
							StandardCharsets.US_ASCII)));
		try (PipelineServer server = new PipelineServer(List.of(raw), KeepAlive.UNLIMITED, pairing("pairing"));
				RawClient client = new RawClient(server.port())) {
			RawClient.Response response = client.get("/raw-close").read();
			assertThat(response.body()).isEqualTo("raw");
			assertThat(response.has("connection: close")).isTrue();
			assertThat(client.closed()).isTrue();
		}
	}

	/**
	 * Of those that WebFlux answers at once the end came after the answer, and was lost.
	 */
	@Test
	void aHandlerBehindTheExchangesSeesTheEndOfEachRequestThatIsPassedOn() {
		UnaryOperator<HttpServer> behind = (http) -> http.doOnChannelInit((observer, channel,
				address) -> channel.pipeline().addBefore(NettyPipeline.ReactiveBridge, "pairing", this.handler));
		try (PipelineServer server = new PipelineServer(List.of(), KeepAlive.UNLIMITED, behind);
				RawClient client = new RawClient(server.port())) {
			List<String> expected = new ArrayList<>();
			for (int i = 0; i < 27; i++) {
				assertThat(client.get("/cold").read().body()).isEqualTo("cold");
				expected.add("/cold");
			}
			client.send("POST /early HTTP/1.1\r\nHost: test\r\nContent-Length: 4\r\n\r\n");
			assertThat(client.read().body()).isEqualTo("early");
			client.send("body");
			expected.add("/early");
			assertThat(client.get("/cold").read().body()).isEqualTo("cold");
			expected.add("/cold");
			await().untilAsserted(() -> assertThat(this.handler.ends()).containsExactlyElementsOf(expected));
			assertThat(this.handler.pairs()).hasSize(29);
			assertThat(server.installer().handlers())
				.containsExactly(new ForeignHandler("pairing", PairingHandler.class.getName(), Place.APPLICATION));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { Http1ResponseEncoder.NAME, Http1RequestDecoder.NAME })
	void aHandlerThatComesLaterIsNoticedAfterTheNextRequestToWebFlux(String before) {
		try (PipelineServer server = server((http) -> http); RawClient client = new RawClient(server.port())) {
			assertThat(client.get("/hot").read().body()).isEqualTo("hello");
			assertThat(client.get("/cold").read().body()).isEqualTo("cold");
			change(server, (pipeline) -> pipeline.addAfter(before, "late", this.handler));
			assertThat(client.get("/hot").read().body()).isEqualTo("hello");
			assertThat(client.get("/hot").read().body()).isEqualTo("hello");
			// Within the codec it sees bytes of requests, and responses.
			String request = before.equals(Http1RequestDecoder.NAME) ? "/hot" : "null";
			await().untilAsserted(
					() -> assertThat(this.handler.pairs()).containsExactly(request + " 200", request + " 200"));
			change(server, (pipeline) -> pipeline.remove("late"));
			assertThat(client.get("/hot").read().body()).isEqualTo("hello");
		}
	}

	@Test
	void noRequestBeginsWithinTheScopeOfAnother() {
		AgentScopes scopes = new AgentScopes();
		UnaryOperator<HttpServer> agent = (http) -> http
			.doOnChannelInit((observer, channel, address) -> channel.eventLoop()
				.execute(() -> channel.pipeline()
					.addAfter(Http1ResponseEncoder.NAME, "encoder-agent", scopes.behindEncoder())
					.addAfter(Http1RequestDecoder.NAME, "decoder-agent", scopes.behindDecoder())));
		try (PipelineServer server = server(agent); RawClient client = new RawClient(server.port())) {
			client.send("POST /hot-echo HTTP/1.1\r\nHost: test\r\nContent-Length: 4\r\n\r\nbo");
			await().untilAsserted(
					() -> assertThat(server.registry().snapshots(Duration.ofSeconds(5)).join()).singleElement()
						.satisfies((connection) -> assertThat(connection.requests()).isEqualTo(1)));
			StringBuilder rest = new StringBuilder("dy");
			PATHS.forEach((path) -> rest.append("GET ").append(path).append(" HTTP/1.1\r\nHost: test\r\n\r\n"));
			client.send(rest.toString());
			assertThat(client.read().body()).isEqualTo("body");
			for (String body : BODIES) {
				assertThat(client.read().body()).isEqualTo(body);
			}
			assertThat(scopes.nested()).isEmpty();
		}
	}

	/** As HttpServerExpectContinueHandler and HttpObjectAggregator are used. */
	@Test
	void aHandlerMayMakeOneMessageOfHeadAndBody() {
		UnaryOperator<HttpServer> aggregates = (http) -> http
			.doOnChannelInit((observer, channel, address) -> channel.pipeline()
				.addAfter(NettyPipeline.HttpCodec, "aggregator", new HttpObjectAggregator(1024)));
		try (PipelineServer server = server(aggregates); RawClient client = new RawClient(server.port())) {
			for (String path : List.of("/hot-echo", "/echo")) {
				String head = "POST " + path + " HTTP/1.1\r\nHost: test\r\n";
				client.send(head + "Content-Length: 4\r\n\r\nbody");
				assertThat(client.read().body()).isEqualTo("body");
				client.send(head + "Transfer-Encoding: chunked\r\n\r\n4\r\nbody\r\n0\r\n\r\n");
				assertThat(client.read().body()).isEqualTo("body");
				client.send(head + "Content-Length: 0\r\n\r\n");
				assertThat(client.read().body()).isEmpty();
			}
			for (int i = 0; i < PATHS.size(); i++) {
				assertThat(client.get(PATHS.get(i)).read().body()).isEqualTo(BODIES.get(i));
			}
		}
	}

	@Test
	@SuppressWarnings("deprecation") // an application may still give a handler an
										// executor
	void aHandlerMayPassRequestsOnLater() {
		EventExecutorGroup elsewhere = new DefaultEventExecutorGroup(1);
		UnaryOperator<HttpServer> later = (http) -> http.doOnChannelInit((observer, channel,
				address) -> channel.pipeline().addAfter(elsewhere, NettyPipeline.HttpCodec, "pairing", this.handler));
		try (PipelineServer server = server(later); RawClient client = new RawClient(server.port())) {
			StringBuilder requests = new StringBuilder();
			for (String path : PATHS) {
				requests.append("GET ").append(path).append(" HTTP/1.1\r\nHost: test\r\n\r\n");
			}
			client.send(requests.toString());
			for (String body : BODIES) {
				assertThat(client.read().body()).isEqualTo(body);
			}
			client.send("POST /hot-echo HTTP/1.1\r\nHost: test\r\nContent-Length: 4\r\n\r\nbody");
			assertThat(client.read().body()).isEqualTo("body");
			await().untilAsserted(() -> assertThat(this.handler.pairs()).hasSize(PATHS.size() + 1));
		}
		finally {
			elsewhere.shutdownGracefully(0, 5, TimeUnit.SECONDS);
		}
	}

	/** An answer that is still on its way is not that of the handler on the way. */
	@Test
	@SuppressWarnings("deprecation") // as above
	void anAnswerMayBeOverdueWhenTheNextRequestIsOnItsWay() {
		EventExecutorGroup elsewhere = new DefaultEventExecutorGroup(1);
		UnaryOperator<HttpServer> later = (http) -> http.doOnChannelInit((observer, channel,
				address) -> channel.pipeline().addAfter(elsewhere, NettyPipeline.HttpCodec, "delays", new Delays()));
		try (PipelineServer server = server(later); RawClient client = new RawClient(server.port())) {
			for (String path : PATHS) {
				client.get(path);
			}
			for (String body : BODIES) {
				assertThat(client.read().body()).isEqualTo(body);
			}
		}
		finally {
			elsewhere.shutdownGracefully(0, 5, TimeUnit.SECONDS);
		}
	}

	@Test
	void anExistingPipelineHasNoForeignHandlers() {
		try (PipelineServer server = server((http) -> http); RawClient client = new RawClient(server.port())) {
			assertThat(client.get("/hot").read().body()).isEqualTo("hello");
			assertThat(client.get("/cold").read().body()).isEqualTo("cold");
			assertThat(client.get("/hot").read().body()).isEqualTo("hello");
			assertThat(server.installer().handlers()).isEmpty();
		}
	}

	@Test
	void eachClassIsToldOnceAtEachPlaceUpToALimit() {
		ForeignHandlers handlers = new ForeignHandlers();
		handlers.add(new ForeignHandler("a#1", "a.A", Place.WIRE));
		handlers.add(new ForeignHandler("a#2", "a.A", Place.WIRE));
		handlers.add(new ForeignHandler("a#3", "a.A", Place.CODEC));
		assertThat(handlers.all()).extracting(ForeignHandler::name).containsExactly("a#1", "a#3");
		for (int i = 0; i < 100; i++) {
			handlers.add(new ForeignHandler("b", "b.B" + i, Place.WIRE));
		}
		assertThat(handlers.all()).hasSize(64);
	}

	private PipelineServer behindCodec() {
		return server(pairing("pairing"));
	}

	private UnaryOperator<HttpServer> pairing(String name) {
		return (http) -> http.doOnChannelInit((observer, channel, address) -> add(channel.pipeline(), name));
	}

	private void add(ChannelPipeline pipeline, String name) {
		ChannelHandler added = this.handler;
		pipeline.addAfter(NettyPipeline.HttpCodec, name, added);
	}

	private static PipelineServer server(UnaryOperator<HttpServer> customizer) {
		return new PipelineServer(List.of(ExchangeHandlerTests.HOT), KeepAlive.UNLIMITED, customizer, HttpRules.NONE,
				TestLoops.ioHandlers());
	}

	private static void change(PipelineServer server, Consumer<ChannelPipeline> change) {
		server.registry().forEach((connection) -> change.accept(connection.channel().pipeline())).join();
	}

	/** Passes all on, in order, answers sooner than requests. */
	private static final class Delays extends ChannelDuplexHandler {

		@Override
		public void channelRead(ChannelHandlerContext ctx, Object msg) {
			later(ctx, 6, () -> ctx.fireChannelRead(msg));
		}

		@Override
		public void channelReadComplete(ChannelHandlerContext ctx) {
			later(ctx, 6, ctx::fireChannelReadComplete);
		}

		@Override
		public void write(ChannelHandlerContext ctx, Object msg, ChannelPromise promise) {
			later(ctx, 3, () -> ctx.write(msg, promise));
		}

		@Override
		public void flush(ChannelHandlerContext ctx) {
			later(ctx, 3, ctx::flush);
		}

		private static void later(ChannelHandlerContext ctx, int millis, Runnable action) {
			ctx.executor().schedule(action, millis, TimeUnit.MILLISECONDS);
		}

	}

}
