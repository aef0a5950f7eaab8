package dev.millrace.hot;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import dev.millrace.connection.ConnectionHandler;
import dev.millrace.connection.ConnectionRegistry;
import dev.millrace.connection.ConnectionSettings;
import dev.millrace.connection.KeepAlive;
import dev.millrace.connection.ServerConnection;
import dev.millrace.connection.Throttling;
import dev.millrace.connection.Timeouts;
import dev.millrace.connection.Timeouts.Deadline;
import dev.millrace.connection.Timeouts.MinimumRate;
import dev.millrace.exchange.ByteLane;
import dev.millrace.exchange.Exchange;
import dev.millrace.exchange.ExchangeFilter;
import dev.millrace.exchange.ExchangeListener;
import dev.millrace.exchange.ExchangeSettings;
import dev.millrace.exchange.FilterChain;
import dev.millrace.exchange.Need;
import dev.millrace.exchange.PreparedResponse;
import dev.millrace.exchange.ProblemDetails;
import dev.millrace.exchange.Verdict;
import dev.millrace.exchange.forwarded.ForwardedHeaders;
import dev.millrace.exchange.http1.Http1Pipeline;
import dev.millrace.exchange.message.ServerHeaders;
import dev.millrace.exchange.syntax.HttpRules;
import dev.millrace.exchange.syntax.StrictMode;
import dev.millrace.hot.lane.Surroundings;
import dev.millrace.worker.GuardMode;
import dev.millrace.worker.Workers;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;
import reactor.netty.NettyPipeline;

/**
 * A connection without a network: requests go in as bytes, the bytes of answers are
 * counted and dropped. Confined to the thread that created it.
 */
public final class HotPipeline implements AutoCloseable {

	private final EmbeddedChannel channel = new EmbeddedChannel();

	private final Sink sink = new Sink();

	private HotPipeline() {
		this.channel.config().setAllocator(PooledByteBufAllocator.DEFAULT);
		this.channel.freezeTime();
		this.channel.pipeline().addLast(this.sink);
	}

	/**
	 * Nothing but Netty's decoder, whose objects are dropped.
	 * @return the pipeline
	 */
	public static HotPipeline decoderOnly() {
		HotPipeline pipeline = new HotPipeline();
		pipeline.channel.pipeline().addLast(new HttpRequestDecoder(), new Drop());
		return pipeline;
	}

	/**
	 * The pipeline that answers hot routes.
	 * @param routes the routes
	 * @param listeners who is told about the end of exchanges
	 * @return the pipeline
	 */
	public static HotPipeline serving(HotRoutes routes, ExchangeListener... listeners) {
		return serving(HttpRules.NONE, Timeouts.NONE, routes, listeners);
	}

	private static HotPipeline serving(HttpRules rules, Timeouts timeouts, HotRoutes routes,
			ExchangeListener... listeners) {
		HotPathFilter filter = new HotPathFilter(routes, Runnable::run, HotObserver.NONE);
		return new HotPipeline().install(rules, timeouts, routes, filter, List.of(filter), null, listeners);
	}

	/**
	 * The same with the defaults of an application: strict, with deadlines, counted and
	 * timed.
	 * @param added the routes
	 * @return the pipeline
	 */
	public static HotPipeline measured(HotRoute... added) {
		return measured(false, added);
	}

	/**
	 * The same with the byte lane.
	 * @param added the routes
	 * @return the pipeline
	 */
	public static HotPipeline onBytes(HotRoute... added) {
		return measured(true, added);
	}

	static HotPipeline onBytes(HotRoutes routes, HotByteLane lane, ExchangeListener... listeners) {
		HotPathFilter filter = new HotPathFilter(routes, Runnable::run, HotObserver.NONE);
		return new HotPipeline().install(HttpRules.NONE, Timeouts.NONE, routes, filter, List.of(filter), lane,
				listeners);
	}

	/**
	 * The byte lane behind filters.
	 * @param routes the routes
	 * @param guards the filters before that of the hot routes
	 * @param listener counts and times requests
	 * @param others who else is told about the end of exchanges
	 * @return the pipeline
	 */
	static HotPipeline onBytes(HotRoutes routes, List<? extends ExchangeFilter> guards, HotRequestListener listener,
			ExchangeListener... others) {
		List<ExchangeListener> listeners = new ArrayList<>(List.of(others));
		listeners.add(listener);
		HotByteLane lane = new HotByteLane(routes, listener, listeners, HotObserver.NONE);
		HotPathFilter filter = new HotPathFilter(routes, Runnable::run, HotObserver.NONE);
		List<ExchangeFilter> filters = new ArrayList<>(guards);
		filters.add(filter);
		return new HotPipeline().install(HttpRules.NONE, Timeouts.NONE, routes, filter, filters, lane,
				listeners.toArray(ExchangeListener[]::new));
	}

	private static HotPipeline measured(boolean byteLane, HotRoute... added) {
		HotRoutes routes = new HotRoutes("", HotJson.NONE);
		routes.register(added);
		Timer timer = new SimpleMeterRegistry().timer("requests");
		Deadline stall = new Deadline(Duration.ofMinutes(1), GuardMode.ENFORCE);
		Deadline head = new Deadline(Duration.ofSeconds(10), GuardMode.ENFORCE);
		Timeouts timeouts = new Timeouts(head, head, MinimumRate.OFF, Deadline.OFF, Deadline.OFF, MinimumRate.OFF,
				stall, Deadline.OFF);
		HotRequestListener listener = new HotRequestListener(
				(end) -> (nanos) -> timer.record(nanos, TimeUnit.NANOSECONDS));
		HotByteLane lane = byteLane ? new HotByteLane(routes, listener, List.of(listener), HotObserver.NONE) : null;
		HotPathFilter filter = new HotPathFilter(routes, Runnable::run, HotObserver.NONE);
		return new HotPipeline().install(new HttpRules(StrictMode.AUTO, 100, Long.MAX_VALUE), timeouts, routes, filter,
				List.of(filter), lane, listener);
	}

	/**
	 * The same behind a filter that refuses everything.
	 * @param routes the routes
	 * @param status the status of the refusals
	 * @param listeners who is told about the end of exchanges
	 * @return the pipeline
	 */
	public static HotPipeline guarded(HotRoutes routes, int status, ExchangeListener... listeners) {
		HotPathFilter filter = new HotPathFilter(routes, Runnable::run, HotObserver.NONE);
		return new HotPipeline().install(HttpRules.NONE, Timeouts.NONE, routes, filter,
				List.of(new Guard(status), filter), null, listeners);
	}

	private HotPipeline install(HttpRules rules, Timeouts timeouts, HotRoutes routes, HotPathFilter router,
			List<ExchangeFilter> filters, @Nullable HotByteLane byteLane, ExchangeListener... listeners) {
		Workers workers = new Workers();
		workers.register("test", List.of(this.channel.eventLoop()));
		KeepAlive keepAlive = new KeepAlive(Duration.ofSeconds(75), -1, null, 0);
		ServerConnection connection = new ConnectionRegistry(workers,
				new ConnectionSettings(keepAlive, timeouts, Throttling.NONE))
			.open(this.channel);
		FilterChain chain = new FilterChain(filters);
		routes.decide((route) -> null, Surroundings.NONE, chain, byteLane);
		HttpServerCodec codec = new HttpServerCodec();
		this.channel.pipeline()
			.addLast(new ConnectionHandler(connection), codec)
			.addLast(NettyPipeline.HttpTrafficHandler, new Drop());
		ExchangeSettings settings = new ExchangeSettings(router, chain, List.of(listeners),
				ProblemDetails.errorHandler(), rules, ForwardedHeaders.UNTRUSTED, ServerHeaders.NONE,
				(byteLane != null) ? byteLane : ByteLane.NONE);
		new Http1Pipeline(settings, new HttpDecoderConfig(), null).replaceCodec(this.channel.pipeline(), codec,
				connection);
		return this;
	}

	/**
	 * Requests as a load generator sends them.
	 * @param path where to
	 * @param count how many, pipelined
	 * @return their bytes
	 */
	public static ByteBuf get(String path, int count) {
		String request = "GET " + path + " HTTP/1.1\r\nHost: localhost:8080\r\nUser-Agent: millrace\r\n"
				+ "Accept: text/plain,text/html;q=0.9,*/*;q=0.8\r\nConnection: keep-alive\r\n\r\n";
		return Unpooled.directBuffer().writeBytes(request.repeat(count).getBytes(StandardCharsets.US_ASCII));
	}

	/**
	 * Requests as a browser sends them, about 700 bytes each.
	 * @param path where to
	 * @param count how many, pipelined
	 * @return their bytes
	 */
	public static ByteBuf browserGet(String path, int count) {
		String request = "GET " + path + " HTTP/1.1\r\nHost: localhost:8080\r\nConnection: keep-alive\r\n"
				+ "Cache-Control: max-age=0\r\nUpgrade-Insecure-Requests: 1\r\n"
				+ "User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) "
				+ "Chrome/142.0.0.0 Safari/537.36\r\n"
				+ "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8\r\n"
				+ "Sec-Fetch-Site: none\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-User: ?1\r\n"
				+ "Sec-Fetch-Dest: document\r\nAccept-Encoding: gzip, deflate, br, zstd\r\n"
				+ "Accept-Language: de-DE,de;q=0.9,en-US;q=0.8,en;q=0.7\r\nCookie: session="
				+ "0123456789abcdef".repeat(8) + "; theme=dark\r\n\r\n";
		return Unpooled.directBuffer().writeBytes(request.repeat(count).getBytes(StandardCharsets.US_ASCII));
	}

	/**
	 * Handles requests that come with one read.
	 * @param requests their bytes, which may be read again
	 * @return how many bytes were answered since the pipeline was made
	 */
	public long read(ByteBuf requests) {
		this.channel.pipeline().fireChannelRead(requests.retain().readerIndex(0));
		this.channel.pipeline().fireChannelReadComplete();
		return this.sink.bytes;
	}

	/**
	 * Lets time pass for tasks.
	 * @param seconds how much
	 */
	public void passSeconds(int seconds) {
		this.channel.advanceTimeBy(seconds, TimeUnit.SECONDS);
		this.channel.runScheduledPendingTasks();
	}

	EmbeddedChannel channel() {
		return this.channel;
	}

	@Override
	public void close() {
		this.channel.finishAndReleaseAll();
	}

	private static final class Sink extends ChannelOutboundHandlerAdapter {

		private long bytes;

		@Override
		public void write(ChannelHandlerContext ctx, Object msg, ChannelPromise promise) {
			this.bytes += ((ByteBuf) msg).readableBytes();
			ReferenceCountUtil.release(msg);
			promise.trySuccess();
		}

		@Override
		public void flush(ChannelHandlerContext ctx) {
			// What was written is gone.
		}

	}

	private static final class Drop extends ChannelInboundHandlerAdapter {

		@Override
		public void channelRead(ChannelHandlerContext ctx, Object msg) {
			ReferenceCountUtil.release(msg);
		}

	}

	private record Guard(int status) implements ExchangeFilter {

		@Override
		public Set<Need> needs() {
			return Set.of(Need.HEAD);
		}

		@Override
		public Verdict onRequest(Exchange exchange) {
			return PreparedResponse.empty(this.status);
		}

	}

}
