package dev.millrace.hot;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

import dev.millrace.connection.ConnectionHandler;
import dev.millrace.connection.ConnectionRegistry;
import dev.millrace.connection.ConnectionSettings;
import dev.millrace.connection.KeepAlive;
import dev.millrace.connection.ServerConnection;
import dev.millrace.connection.Throttling;
import dev.millrace.connection.Timeouts;
import dev.millrace.exchange.ByteLane;
import dev.millrace.exchange.ByteLaneFilter;
import dev.millrace.exchange.ByteLaneView;
import dev.millrace.exchange.Exchange;
import dev.millrace.exchange.ExchangeRouter;
import dev.millrace.exchange.ExchangeSettings;
import dev.millrace.exchange.FilterChain;
import dev.millrace.exchange.Need;
import dev.millrace.exchange.ProblemDetails;
import dev.millrace.exchange.forwarded.ForwardedHeaders;
import dev.millrace.exchange.http1.Http1Pipeline;
import dev.millrace.exchange.message.ServerHeaders;
import dev.millrace.exchange.syntax.HttpRules;
import dev.millrace.exchange.syntax.StrictMode;
import dev.millrace.hot.lane.Surroundings;
import dev.millrace.hot.timing.HotTimers;
import dev.millrace.worker.WorkerSnapshot;
import dev.millrace.worker.Workers;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import reactor.netty.NettyPipeline;

/**
 * A server without a network, with the byte lane or without: constant, immediate and raw
 * routes, and behind them an application that tells what it got. Confined to one thread.
 */
final class LaneServer {

	private static final String[] TOLD = { "host", "x", "cookie", "accept", "user-agent", "connection" };

	private final Config config;

	private final HotRoutes routes = new HotRoutes("", HotJson.NONE);

	private final HotRequestListener listener = new HotRequestListener(HotTimers.NONE);

	private final HotPathFilter filter = new HotPathFilter(this.routes, Runnable::run, HotObserver.NONE);

	private final FilterChain filters;

	private final Http1Pipeline pipeline;

	private int exchanges;

	LaneServer(Config config, boolean byteLane) {
		this.config = config;
		this.filters = new FilterChain(
				config.filtered() ? List.of(new RefusesSome(), this.filter) : List.of(this.filter));
		this.routes.register(constant("/plaintext", "Hello, World!"), constant("/a", "a"),
				constant("/long/path/of/a/constant", "c"),
				HotRoute.get("/tagged")
					.permitAll()
					.respond(HotResponse.text("t")
						.header("ETag", "\"t\"")
						.header("Last-Modified", "Sat, 21 Nov 2026 00:00:00 GMT")),
				HotRoute.get("/none").respond(HotResponse.status(204)),
				HotRoute.method("HEAD", "/head").respond(HotResponse.text("only HEAD")),
				HotRoute.get("/immediate").handle(LaneServer::tell),
				HotRoute.get("/hello/{name}").handle((request) -> HotResponse.text(request.pathVariable("name"))),
				HotRoute.get("/files/{*rest}").handle((request) -> HotResponse.text(request.pathVariable("rest"))),
				HotRoute.get("/hello/constant").respond(HotResponse.text("exact")),
				HotRoute.get("/pass").handle((request) -> {
					throw LeaveToWebFlux.TO_WEBFLUX;
				}), HotRoute.get("/raw").raw(LaneServer::echo),
				HotRoute.post("/a").handle((request) -> HotResponse.bytes(request.body(), "text/plain")),
				HotRoute.get("/secret").authorize((request) -> HotResponse.status(401)).respond(HotResponse.text("s")));
		HotByteLane bytes = byteLane
				? new HotByteLane(this.routes, this.listener, List.of(this.listener), HotObserver.NONE) : null;
		ByteLane lane = (bytes != null) ? bytes : ByteLane.NONE;
		this.routes.decide((route) -> null, Surroundings.NONE, this.filters, bytes);
		HttpDecoderConfig decoder = new HttpDecoderConfig().setMaxInitialLineLength(config.maxLine())
			.setMaxHeaderSize(config.maxHeaders());
		ExchangeSettings exchanges = new ExchangeSettings(new CountingRouter(), this.filters, List.of(this.listener),
				ProblemDetails.errorHandler(), new HttpRules(config.mode(), config.maxCount(), 1024),
				ForwardedHeaders.UNTRUSTED, config.headers(), lane);
		this.pipeline = new Http1Pipeline(exchanges, decoder, null);
	}

	/** Lets two of three requests pass by their bytes, and all in the end. */
	private static final class RefusesSome implements ByteLaneFilter {

		private int asked;

		@Override
		public Set<Need> needs() {
			return Set.of(Need.ADDRESS, Need.HEAD);
		}

		@Override
		public boolean passes(ByteLaneView request) {
			return ++this.asked % 3 != 0;
		}

	}

	private static HotRoute constant(String path, String text) {
		return HotRoute.get(path).permitAll().respond(HotResponse.text(text));
	}

	private static HotResponse tell(HotRequest request) {
		StringBuilder text = new StringBuilder(request.method()).append(' ').append(request.path());
		text.append(' ').append(request.queryParams("q"));
		for (String name : TOLD) {
			text.append(' ').append(request.headers(name));
		}
		return HotResponse.text(text.toString());
	}

	private static void echo(RawRequest request, ByteBuf out) {
		int length = request.bytes().readableBytes();
		out.writeCharSequence(
				"HTTP/1.1 200 OK\r\ncontent-length: " + length + "\r\nx-at: " + request.methodLength() + ','
						+ request.pathOffset() + ',' + request.pathLength() + ',' + request.bodyOffset() + "\r\n\r\n",
				StandardCharsets.US_ASCII);
		out.writeBytes(request.bytes());
	}

	/** How many exchanges were made. */
	int exchanges() {
		return this.exchanges;
	}

	HotRoutes routes() {
		return this.routes;
	}

	List<HotRouteSnapshot> snapshots() {
		return this.routes.snapshots();
	}

	/** Requests and errors of each route. */
	TreeMap<String, String> counts() {
		TreeMap<String, String> counts = new TreeMap<>();
		for (HotRouteSnapshot route : this.routes.snapshots()) {
			counts.put(route.method() + " " + route.pattern(), route.requests() + "/" + route.errors());
		}
		return counts;
	}

	Client connect() {
		return new Client();
	}

	/**
	 * How a server is configured.
	 *
	 * @param mode strictness
	 * @param maxLine most bytes of a request line
	 * @param maxHeaders most bytes of all header fields
	 * @param maxCount most header fields
	 * @param keepAlive how long a connection lives
	 * @param timeouts deadlines
	 * @param headers fields of every answer
	 */
	record Config(StrictMode mode, int maxLine, int maxHeaders, int maxCount, KeepAlive keepAlive, Timeouts timeouts,
			ServerHeaders headers, boolean filtered) {

		static Config of(StrictMode mode) {
			return new Config(mode, 4096, 8192, 100, KeepAlive.UNLIMITED, Timeouts.NONE, ServerHeaders.NONE, false);
		}

		/** Lets a filter refuse every third request on the byte lane. */
		Config behindFilter() {
			return new Config(this.mode, this.maxLine, this.maxHeaders, this.maxCount, this.keepAlive, this.timeouts,
					this.headers, true);
		}

		Config limits(int line, int headerSize, int count) {
			return new Config(this.mode, line, headerSize, count, this.keepAlive, this.timeouts, this.headers,
					this.filtered);
		}

		Config keepAlive(KeepAlive newKeepAlive) {
			return new Config(this.mode, this.maxLine, this.maxHeaders, this.maxCount, newKeepAlive, this.timeouts,
					this.headers, this.filtered);
		}

		Config timeouts(Timeouts newTimeouts, ServerHeaders newHeaders) {
			return new Config(this.mode, this.maxLine, this.maxHeaders, this.maxCount, this.keepAlive, newTimeouts,
					newHeaders, this.filtered);
		}

	}

	/** A connection, seen from its client. */
	final class Client implements AutoCloseable {

		private final EmbeddedChannel channel = new EmbeddedChannel();

		private final Cork cork = new Cork();

		private final Application application = new Application();

		private final Workers workers = new Workers();

		private final ServerConnection connection;

		private final StringBuilder received = new StringBuilder();

		private Client() {
			Config settings = LaneServer.this.config;
			this.channel.config().setWriteBufferWaterMark(new WriteBufferWaterMark(256, 1024));
			this.workers.register("test", List.of(this.channel.eventLoop()));
			this.connection = new ConnectionRegistry(this.workers,
					new ConnectionSettings(settings.keepAlive(), settings.timeouts(), Throttling.NONE))
				.open(this.channel);
			HttpServerCodec codec = new HttpServerCodec();
			this.channel.pipeline()
				.addLast(this.cork)
				.addLast(new ConnectionHandler(this.connection))
				.addLast(codec)
				.addLast(NettyPipeline.HttpTrafficHandler, this.application);
			LaneServer.this.pipeline.replaceCodec(this.channel.pipeline(), codec, this.connection);
		}

		ServerConnection connection() {
			return this.connection;
		}

		EmbeddedChannel channel() {
			return this.channel;
		}

		WorkerSnapshot worker() {
			return this.workers.snapshots().get(0);
		}

		/** Sends bytes that are received with one read. */
		Client send(ByteBuf bytes, boolean complete) {
			this.channel.pipeline().fireChannelRead(bytes);
			if (complete) {
				this.channel.pipeline().fireChannelReadComplete();
			}
			this.channel.runPendingTasks();
			this.channel.checkException();
			return this;
		}

		Client send(String text) {
			return send(Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1), true);
		}

		/** Reads nothing for now, so that answers pile up. */
		void pause(boolean paused) {
			this.cork.pause(paused);
			this.channel.runPendingTasks();
		}

		boolean open() {
			return this.channel.isOpen();
		}

		/** All that was received so far. */
		String received() {
			for (ByteBuf out = this.channel.readOutbound(); out != null; out = this.channel.readOutbound()) {
				this.received.append(out.toString(StandardCharsets.ISO_8859_1));
				out.release();
			}
			return this.received.toString();
		}

		/** What came to the application. */
		String passed() {
			return this.application.told.toString();
		}

		@Override
		public void close() {
			this.channel.finishAndReleaseAll();
		}

	}

	/** Counts those who ask for their route. */
	private final class CountingRouter implements ExchangeRouter {

		@Override
		public void route(Exchange exchange) {
			LaneServer.this.exchanges++;
			LaneServer.this.filter.route(exchange);
		}

		@Override
		public boolean keepsHeads() {
			return LaneServer.this.filter.keepsHeads();
		}

	}

	/** Holds back what is flushed, as a socket does whose peer does not read. */
	private static final class Cork extends ChannelDuplexHandler {

		private boolean paused;

		private ChannelHandlerContext context;

		@Override
		public void handlerAdded(ChannelHandlerContext ctx) {
			this.context = ctx;
		}

		@Override
		public void flush(ChannelHandlerContext ctx) {
			if (!this.paused) {
				ctx.flush();
			}
		}

		void pause(boolean newPaused) {
			this.paused = newPaused;
			if (!newPaused) {
				this.context.flush();
			}
		}

	}

	/** Answers with what it was asked, after it got the whole request. */
	private static final class Application extends ChannelInboundHandlerAdapter {

		private final StringBuilder told = new StringBuilder();

		private final StringBuilder request = new StringBuilder();

		@Override
		public void channelRead(ChannelHandlerContext ctx, Object msg) {
			if (msg instanceof HttpRequest head) {
				this.request.append(head.method()).append(' ').append(head.uri()).append(' ');
				this.request.append(head.protocolVersion()).append(' ').append(head.headers().entries()).append('\n');
			}
			if (msg instanceof HttpContent content) {
				this.request.append(content.content().toString(StandardCharsets.ISO_8859_1));
			}
			if (msg instanceof LastHttpContent last) {
				this.request.append(last.trailingHeaders().entries());
				answer(ctx);
			}
			ReferenceCountUtil.release(msg);
		}

		private void answer(ChannelHandlerContext ctx) {
			String text = this.request.toString();
			this.request.setLength(0);
			this.told.append(text).append('\n');
			ByteBuf body = Unpooled.copiedBuffer("cold " + text.length(), StandardCharsets.ISO_8859_1);
			// Only one tunnel opens: cut off in the middle of a read it would not in
			// life.
			boolean refused = text.startsWith("CONNECT") && !text.startsWith("CONNECT tunnel:1 ");
			DefaultFullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1,
					refused ? HttpResponseStatus.NOT_IMPLEMENTED : HttpResponseStatus.OK, body);
			response.headers().set("content-length", body.readableBytes());
			ctx.writeAndFlush(response);
		}

	}

}
