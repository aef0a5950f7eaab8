package dev.millrace.transport.server;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

import dev.millrace.exchange.message.AnswerCompression;
import dev.millrace.transport.TunedTransport;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRoutes;
import reactor.netty.resources.LoopResources;

import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.reactor.netty.NettyRouteProvider;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.boot.web.server.Shutdown;
import org.springframework.boot.web.server.WebServer;
import org.springframework.http.client.ReactorResourceFactory;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.http.server.reactive.ReactorHttpHandlerAdapter;

/**
 * Builds a {@link TunedWebServer} where Spring Boot would build its own. Without
 * {@link ServerHooks}, as Boot makes it for the management port, it is Boot's factory.
 */
public class TunedServerFactory extends NettyReactiveWebServerFactory {

	private final @Nullable TunedTransport transport;

	private final @Nullable ServerHooks hooks;

	private final List<NettyRouteProvider> routeProviders = new ArrayList<>();

	private @Nullable Duration lifecycleTimeout;

	private @Nullable ReactorResourceFactory resourceFactory;

	/**
	 * Creates a factory of plain servers.
	 */
	public TunedServerFactory() {
		this.transport = null;
		this.hooks = null;
	}

	/**
	 * Creates a factory of tuned servers.
	 * @param transport the transport that the event loops run on, or {@code null} if they
	 * are not Millrace's and nothing can be said about them
	 * @param hooks where other parts take hold of the server
	 */
	public TunedServerFactory(@Nullable TunedTransport transport, ServerHooks hooks) {
		this.transport = transport;
		this.hooks = hooks;
	}

	@Override
	public WebServer getWebServer(HttpHandler httpHandler) {
		ServerHooks hooks = this.hooks;
		if (hooks == null) {
			return super.getWebServer(httpHandler);
		}
		HttpServer server = hooks.pipeline().apply(fitted(assemble(httpHandler, hooks)));
		AnswerCompression compression = ServerCompression.of(getCompression());
		HttpHandler handler = (compression != null) ? new CompressionVary(httpHandler, compression) : httpHandler;
		return new TunedWebServer(handle(server, new ReactorHttpHandlerAdapter(handler)), this::loops, this.transport,
				hooks.drain(), getShutdown() == Shutdown.GRACEFUL, this.lifecycleTimeout);
	}

	/**
	 * Lets Boot apply its settings, with one more customizer at the end that keeps the
	 * finished server: Boot's own method returns a web server and not the configuration.
	 */
	private HttpServer assemble(HttpHandler httpHandler, ServerHooks hooks) {
		AtomicReference<@Nullable HttpServer> assembled = new AtomicReference<>();
		List<NettyServerCustomizer> customizers = List.copyOf(getServerCustomizers());
		List<NettyServerCustomizer> chain = CustomizerChain.of(customizers, (server) -> tune(server, hooks));
		chain.add((server) -> {
			assembled.set(server);
			return server;
		});
		try {
			setServerCustomizers(chain);
			super.getWebServer(httpHandler);
		}
		finally {
			setServerCustomizers(customizers);
		}
		return Objects.requireNonNull(assembled.get());
	}

	/**
	 * Fits the options to the address that the server listens on, which is known only
	 * after the last customizer.
	 */
	private HttpServer fitted(HttpServer server) {
		return (this.transport != null && Acceptors.isLocal(server)) ? this.transport.applyToLocal(server) : server;
	}

	private HttpServer tune(HttpServer server, ServerHooks hooks) {
		HttpServer tuned = (this.transport != null) ? this.transport.applyTo(server) : server;
		boolean tls = tuned.configuration().sslProvider() != null;
		return tuned.doOnBound((bound) -> hooks.listeners().onBound(bound.channel(), tls));
	}

	private HttpServer handle(HttpServer server, ReactorHttpHandlerAdapter handler) {
		if (this.routeProviders.isEmpty()) {
			return server.handle(handler);
		}
		return server.route((builder) -> {
			HttpServerRoutes routes = builder;
			for (NettyRouteProvider provider : this.routeProviders) {
				routes = provider.apply(routes);
			}
			routes.route((request) -> true, handler);
		});
	}

	private @Nullable LoopResources loops() {
		return (this.resourceFactory != null) ? this.resourceFactory.getLoopResources() : null;
	}

	@Override
	public void addRouteProviders(NettyRouteProvider... routeProviders) {
		super.addRouteProviders(routeProviders);
		this.routeProviders.addAll(Arrays.asList(routeProviders));
	}

	@Override
	public void setLifecycleTimeout(@Nullable Duration lifecycleTimeout) {
		super.setLifecycleTimeout(lifecycleTimeout);
		this.lifecycleTimeout = lifecycleTimeout;
	}

	@Override
	public void setResourceFactory(@Nullable ReactorResourceFactory resourceFactory) {
		super.setResourceFactory(resourceFactory);
		this.resourceFactory = resourceFactory;
	}

}
