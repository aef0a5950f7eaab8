package dev.millrace.connection;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

import dev.millrace.connection.accept.AcceptHandler;
import dev.millrace.connection.accept.ConnectionLimiter;
import dev.millrace.connection.accept.ConnectionLimits;
import dev.millrace.exchange.ByteLane;
import dev.millrace.exchange.ExchangeRouter;
import dev.millrace.exchange.ExchangeSettings;
import dev.millrace.exchange.FilterChain;
import dev.millrace.exchange.ProblemDetails;
import dev.millrace.exchange.forwarded.ForwardedHeaders;
import dev.millrace.exchange.message.ServerHeaders;
import dev.millrace.exchange.syntax.HttpRules;
import dev.millrace.testing.TestCertificate;
import dev.millrace.transport.TestLoops;
import dev.millrace.transport.server.PipelineInstaller;
import dev.millrace.worker.CloseReason;
import dev.millrace.worker.Guard;
import dev.millrace.worker.GuardCount;
import dev.millrace.worker.WorkerSnapshot;
import dev.millrace.worker.Workers;
import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.Http11SslContextSpec;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRoutes;
import reactor.netty.tcp.SslProvider;

/**
 * A bare server with Millrace's connections, without Spring.
 */
final class ConnectionServer implements AutoCloseable {

	/** What {@code /file} answers with. */
	static final Path FILE = Path.of("pom.xml");

	static final KeepAlive SHORT_IDLE = new KeepAlive(Duration.ofMillis(300), -1, null, 0);

	private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(2, TestLoops.ioHandlers());

	private final Workers workers = new Workers();

	private final ConnectionRegistry registry;

	private final ConnectionLimiter limiter;

	private final DisposableServer server;

	ConnectionServer(ConnectionSettings settings, ConnectionLimits limits, UnaryOperator<HttpServer> customizer) {
		this.workers.register("test", this.group);
		this.registry = new ConnectionRegistry(this.workers, settings);
		this.limiter = new ConnectionLimiter(limits);
		ExchangeSettings exchanges = new ExchangeSettings(ExchangeRouter.NONE, new FilterChain(List.of()), List.of(),
				ProblemDetails.errorHandler(), HttpRules.NONE, ForwardedHeaders.UNTRUSTED, ServerHeaders.NONE,
				ByteLane.NONE);
		HttpServer configured = customizer.apply(HttpServer.create()
			.host("127.0.0.1")
			.port(0)
			.runOn((useNative) -> this.group)
			.route(ConnectionServer::routes));
		boolean tls = configured.configuration().isSecure();
		HttpServer limited = configured.doOnBound((bound) -> bound.channel()
			.pipeline()
			.addFirst(AcceptHandler.NAME, new AcceptHandler(List.of(), this.limiter, this.workers, tls)));
		this.server = new PipelineInstaller(this.registry, exchanges, null).install(limited).bindNow();
	}

	static ConnectionServer with(ConnectionSettings settings) {
		return new ConnectionServer(settings, ConnectionLimits.NONE, (server) -> server);
	}

	static ConnectionServer with(KeepAlive keepAlive, Timeouts timeouts) {
		return with(new ConnectionSettings(keepAlive, timeouts, Throttling.NONE));
	}

	static ConnectionServer with(Timeouts timeouts) {
		return with(KeepAlive.UNLIMITED, timeouts);
	}

	static ConnectionServer with(ConnectionLimits limits) {
		return new ConnectionServer(new ConnectionSettings(KeepAlive.UNLIMITED, Timeouts.NONE, Throttling.NONE), limits,
				(server) -> server);
	}

	static ConnectionServer tls(Timeouts timeouts, ConnectionLimits limits) {
		SslProvider.GenericSslContextSpec<?> context = Http11SslContextSpec.forServer(TestCertificate.keys());
		return new ConnectionServer(new ConnectionSettings(KeepAlive.UNLIMITED, timeouts, Throttling.NONE), limits,
				(server) -> server.secure((tls) -> tls.sslContext(context)));
	}

	private static void routes(HttpServerRoutes routes) {
		routes.get("/cold", (request, response) -> response.sendString(Mono.just("cold")))
			.get("/broken", (request, response) -> response.status(500).send())
			.get("/moved", (request, response) -> response.status(302).send())
			.get("/never", (request, response) -> Mono.never())
			.get("/large",
					(request, response) -> response
						.sendByteArray(Flux.range(0, 20_000).map((number) -> new byte[10_000])))
			.get("/file", (request, response) -> response.sendFile(FILE))
			.ws("/ws", (in, out) -> out.sendString(in.receive().asString().flatMap(ConnectionServer::echo)))
			.get("/events",
					(request, response) -> response.sse()
						.sendString(Flux.interval(Duration.ofMillis(400)).map((number) -> "data: " + number + "\n\n")))
			.post("/echo", (request, response) -> response
				.sendByteArray(request.receive().aggregate().asByteArray().defaultIfEmpty(new byte[0])));
	}

	int port() {
		return this.server.port();
	}

	private static Flux<String> echo(String text) {
		return text.equals("flood") ? Flux.just("flood".repeat(10_000)).repeat(2000) : Flux.just(text);
	}

	Channel listener() {
		return this.server.channel();
	}

	ConnectionRegistry registry() {
		return this.registry;
	}

	ConnectionLimiter limiter() {
		return this.limiter;
	}

	Workers workers() {
		return this.workers;
	}

	WorkerSnapshot total() {
		return WorkerSnapshot.total(this.workers.snapshots());
	}

	long closed(CloseReason reason) {
		return total().closedConnections().getOrDefault(reason, 0L);
	}

	GuardCount guarded(Guard guard) {
		return total().guards().getOrDefault(guard, new GuardCount(0, 0));
	}

	List<ConnectionSnapshot> connections() {
		return this.registry.snapshots(Duration.ofSeconds(5)).join();
	}

	@Override
	public void close() {
		this.registry.forEach((connection) -> connection.abort(CloseReason.SHUTDOWN)).join();
		this.server.disposeNow();
		this.registry.clear();
		this.group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
	}

}
