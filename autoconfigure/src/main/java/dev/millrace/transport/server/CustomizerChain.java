package dev.millrace.transport.server;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;

import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerConfig;

import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.boot.reactor.netty.autoconfigure.NettyReactiveWebServerFactoryCustomizer;

/**
 * Puts customizers in order: what Boot adds for its properties, then the tuning, then all
 * others, so that the user has the last word.
 */
final class CustomizerChain {

	private static final String BOOT = NettyReactiveWebServerFactoryCustomizer.class.getName() + "$$";

	private CustomizerChain() {
	}

	static List<NettyServerCustomizer> of(Collection<NettyServerCustomizer> customizers,
			UnaryOperator<HttpServer> tuning) {
		List<NettyServerCustomizer> ordered = new ArrayList<>();
		customizers.stream()
			.filter(CustomizerChain::isBoots)
			.map(CustomizerChain::withoutKeepAlive)
			.forEach(ordered::add);
		ordered.add(tuning::apply);
		customizers.stream()
			.filter((customizer) -> !isBoots(customizer))
			.map(CustomizerChain::merging)
			.forEach(ordered::add);
		return ordered;
	}

	/**
	 * Whether Boot has added a customizer. Those are lambdas, recognised by the class
	 * that made them.
	 */
	private static boolean isBoots(NettyServerCustomizer customizer) {
		return customizer.getClass().getName().startsWith(BOOT);
	}

	/**
	 * Removes Boot's customizers for idle timeout and maximum number of requests.
	 * Millrace applies both to all requests; Reactor Netty sees only those that reach
	 * WebFlux, and an idle timeout that was set on it cannot be removed later. Boot adds
	 * one lambda per property.
	 */
	private static NettyServerCustomizer withoutKeepAlive(NettyServerCustomizer customizer) {
		return (before) -> {
			HttpServer after = customizer.apply(before);
			HttpServerConfig was = before.configuration();
			HttpServerConfig is = after.configuration();
			boolean keepAlive = !Objects.equals(was.idleTimeout(), is.idleTimeout())
					|| was.maxKeepAliveRequests() != is.maxKeepAliveRequests();
			return keepAlive ? before : after;
		};
	}

	private static NettyServerCustomizer merging(NettyServerCustomizer customizer) {
		return (before) -> SpecMerge.merge(before, customizer.apply(before));
	}

}
