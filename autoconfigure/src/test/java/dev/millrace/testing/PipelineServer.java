package dev.millrace.testing;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

import dev.millrace.connection.ConnectionRegistry;
import dev.millrace.connection.ConnectionSettings;
import dev.millrace.connection.KeepAlive;
import dev.millrace.connection.Throttling;
import dev.millrace.connection.Timeouts;
import dev.millrace.connection.Timeouts.Deadline;
import dev.millrace.connection.Timeouts.MinimumRate;
import dev.millrace.exchange.ByteLane;
import dev.millrace.exchange.ExchangeFilter;
import dev.millrace.exchange.ExchangeRouter;
import dev.millrace.exchange.ExchangeSettings;
import dev.millrace.exchange.FilterChain;
import dev.millrace.exchange.Outcome;
import dev.millrace.exchange.ProblemDetails;
import dev.millrace.exchange.forwarded.ForwardedHeaders;
import dev.millrace.exchange.message.ServerHeaders;
import dev.millrace.exchange.syntax.HttpRules;
import dev.millrace.transport.TestLoops;
import dev.millrace.transport.server.PipelineInstaller;
import dev.millrace.worker.CloseReason;
import dev.millrace.worker.GuardMode;
import dev.millrace.worker.WorkerSnapshot;
import dev.millrace.worker.Workers;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.concurrent.EventExecutor;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.NettyPipeline;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.http.server.HttpServerRoutes;
import reactor.netty.http.server.WebsocketServerSpec;
import reactor.netty.http.websocket.WebsocketInbound;
import reactor.netty.http.websocket.WebsocketOutbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A bare Reactor Netty server with Millrace's pipeline, without Spring.
 */
public final class PipelineServer implements AutoCloseable {

	private static final AtomicInteger CANCELLED = new AtomicInteger();

	public static final int LARGE = 3_000_000;

	private final EventLoopGroup group;

	private final Workers workers = new Workers();

	private final List<Outcome> outcomes = new CopyOnWriteArrayList<>();

	private final ConnectionRegistry registry;

	private final PipelineInstaller installer;

	private final DisposableServer server;

	public PipelineServer(List<? extends ExchangeFilter> filters, KeepAlive keepAlive,
			UnaryOperator<HttpServer> customizer) {
		this(filters, keepAlive, customizer, HttpRules.NONE);
	}

	public PipelineServer(List<? extends ExchangeFilter> filters, KeepAlive keepAlive,
			UnaryOperator<HttpServer> customizer, HttpRules rules) {
		this(filters, keepAlive, customizer, rules, TestLoops.ioHandlers());
	}

	public PipelineServer(List<? extends ExchangeFilter> filters, KeepAlive keepAlive,
			UnaryOperator<HttpServer> customizer, HttpRules rules, IoHandlerFactory ioHandlers) {
		this(filters, new ConnectionSettings(keepAlive, halfClose(Duration.ofSeconds(1)), Throttling.NONE), customizer,
				rules, ioHandlers);
	}

	public PipelineServer(List<? extends ExchangeFilter> filters, ConnectionSettings connections,
			UnaryOperator<HttpServer> customizer, HttpRules rules, IoHandlerFactory ioHandlers) {
		this.group = new MultiThreadIoEventLoopGroup(1, ioHandlers);
		List<EventExecutor> loops = new ArrayList<>();
		this.group.forEach(loops::add);
		this.workers.register("test", loops);
		this.registry = new ConnectionRegistry(this.workers, connections);
		ExchangeSettings settings = new ExchangeSettings(ExchangeRouter.NONE, new FilterChain(filters),
				List.of((exchange, outcome) -> this.outcomes.add(outcome)), ProblemDetails.errorHandler(), rules,
				ForwardedHeaders.UNTRUSTED, ServerHeaders.NONE, ByteLane.NONE);
		this.installer = new PipelineInstaller(this.registry, settings, null);
		HttpServer configured = HttpServer.create()
			.host("127.0.0.1")
			.port(0)
			.runOn((daemon) -> this.group)
			.route(PipelineServer::routes);
		this.server = this.installer.install(customizer.apply(configured)).bindNow();
	}

	/** Deadlines of which only that of half-closed connections runs. */
	public static Timeouts halfClose(Duration time) {
		return new Timeouts(Deadline.OFF, Deadline.OFF, MinimumRate.OFF, Deadline.OFF, Deadline.OFF, MinimumRate.OFF,
				Deadline.OFF, Deadline.of(time, GuardMode.ENFORCE));
	}

	public static PipelineServer with(ExchangeFilter... filters) {
		return new PipelineServer(List.of(filters), KeepAlive.UNLIMITED, (server) -> server);
	}

	public static PipelineServer speaking(Wire wire, ExchangeFilter... filters) {
		return new PipelineServer(List.of(filters), KeepAlive.UNLIMITED, wire.server());
	}

	private static void routes(HttpServerRoutes routes) {
		BodyRoutes.add(routes);
		BodyRoutes.addFailing(routes);
		routes.get("/cold", (request, response) -> response.sendString(Mono.just("cold")))
			.get("/header", (request, response) -> response.header("x-from", "app").sendString(Mono.just("header")))
			.get("/stream", (request, response) -> response.sendString(Flux.just("one", "two", "three")))
			.get("/slow/{ms}", (request, response) -> {
				Duration delay = Duration.ofMillis(Long.parseLong(request.param("ms")));
				return Mono.delay(delay).then(Mono.defer(() -> response.sendString(Mono.just("slow")).then()));
			})
			.post("/echo",
					(request, response) -> response
						.sendByteArray(request.receive().aggregate().asByteArray().defaultIfEmpty(new byte[0])))
			.post("/early", (request, response) -> response.status(200).sendString(Mono.just("early")))
			.get("/never", (request, response) -> Mono.never())
			.get("/drip", (request, response) -> response.sendString(Flux.just("a").concatWith(Flux.never())))
			.get("/events",
					(request, response) -> response.sse().sendString(Flux.just("data: a\n\n").concatWith(Flux.never())))
			.get("/endless",
					(request,
							response) -> response.sendString(Flux.interval(Duration.ofMillis(10))
								.onBackpressureDrop()
								.map(String::valueOf)
								.doOnCancel(CANCELLED::incrementAndGet)))
			.get("/large-pieces",
					(request, response) -> response.header("content-length", String.valueOf(LARGE))
						.sendString(Flux.just("x".repeat(LARGE / 100)).repeat(99)))
			.get("/file", (request, response) -> {
				Path file = Path.of(request.uri().substring(request.uri().indexOf('?') + 1));
				return response.header("content-length", String.valueOf(file.toFile().length())).sendFile(file);
			})
			.get("/large", (request, response) -> response.sendString(Mono.just("x".repeat(LARGE))))
			.get("/not-modified", (request, response) -> response.status(304).send())
			.get("/hints", (request, response) -> {
				response.withConnection((connection) -> connection.channel()
					.writeAndFlush(new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.EARLY_HINTS)));
				return response.sendString(Mono.just("hinted"));
			})
			.post("/early-large", (request, response) -> response.sendString(Mono.just("x".repeat(LARGE))))
			.get("/empty", (request, response) -> response.status(204).send())
			.get("/broken", (request, response) -> Mono.error(new IllegalStateException("broken")))
			.get("/tunnel-after", (request, response) -> tunnel(response, true))
			.get("/tunnel-before", (request, response) -> tunnel(response, false))
			.ws("/ws", PipelineServer::echo)
			.ws("/ws-compressed", PipelineServer::echo, WebsocketServerSpec.builder().compress(true).build());
	}

	/**
	 * An upgrade as an application does it: the codec leaves after or before the answer.
	 */
	private static Mono<Void> tunnel(HttpServerResponse response, boolean answerFirst) {
		response.withConnection((connection) -> {
			Channel channel = connection.channel();
			channel.eventLoop().execute(() -> {
				if (answerFirst) {
					channel
						.writeAndFlush(new DefaultFullHttpResponse(HttpVersion.HTTP_1_1,
								HttpResponseStatus.SWITCHING_PROTOCOLS))
						.addListener((written) -> channel.pipeline()
							.replace(NettyPipeline.HttpCodec, "echo", new BytesEcho()));
				}
				else {
					channel.pipeline().addAfter(NettyPipeline.HttpCodec, "echo", new BytesEcho());
					ByteBuf answer = Unpooled.copiedBuffer("HTTP/1.1 101 Switching Protocols\r\n\r\n",
							StandardCharsets.US_ASCII);
					ChannelHandlerContext echo = channel.pipeline().context("echo");
					channel.pipeline().remove(NettyPipeline.HttpCodec);
					echo.writeAndFlush(answer);
				}
				channel.config().setAutoRead(true);
			});
		});
		return Mono.never();
	}

	private static Publisher<Void> echo(WebsocketInbound in, WebsocketOutbound out) {
		return out.sendString(in.aggregateFrames().receive().asString().map((text) -> "echo " + text));
	}

	/** How many streams without an end were cancelled, on all such servers. */
	public static int cancelled() {
		return CANCELLED.get();
	}

	public int port() {
		return this.server.port();
	}

	public List<Outcome> outcomes() {
		return this.outcomes;
	}

	/**
	 * Waits for the end of exchanges, which may come after the last byte of an answer.
	 */
	public void awaitOutcomes(int count) {
		await().untilAsserted(() -> assertThat(this.outcomes).hasSize(count));
	}

	/** Waits until so many requests have come. */
	public void awaitRequests(long count) {
		await().until(() -> WorkerSnapshot.total(this.workers.snapshots()).requests() >= count);
	}

	/** Waits for the end of exchanges and says how they ended. */
	public List<Outcome> awaitOutcomes(Outcome... expected) {
		await().untilAsserted(() -> assertThat(this.outcomes).containsExactlyInAnyOrder(expected));
		return this.outcomes;
	}

	public Workers workers() {
		return this.workers;
	}

	public ConnectionRegistry registry() {
		return this.registry;
	}

	public PipelineInstaller installer() {
		return this.installer;
	}

	@Override
	public void close() {
		this.server.disposeNow();
		// Those that linger hold buffers, which would look like leaks.
		this.registry.forEach((connection) -> connection.abort(CloseReason.SHUTDOWN)).join();
		await().until(() -> this.registry.size() == 0);
		this.group.shutdownGracefully(0, 1, java.util.concurrent.TimeUnit.SECONDS).syncUninterruptibly();
	}

	/** Sends back what it gets. */
	private static final class BytesEcho extends ChannelInboundHandlerAdapter {

		@Override
		public void channelRead(ChannelHandlerContext ctx, Object msg) {
			ctx.writeAndFlush(msg);
		}

	}

}
