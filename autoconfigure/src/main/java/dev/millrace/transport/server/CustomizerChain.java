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

	/** Boot adds lambdas, which are known by the class that made them. */
	private static boolean isBoots(NettyServerCustomizer customizer) {
		return customizer.getClass().getName().startsWith(BOOT);
	}

	/**
	 * Idle timeout and maximum requests are kept by Millrace for all requests; Reactor
	 * Netty would see some of them only, and an idle timeout cannot be taken back. Boot
	 * adds one lambda per property.
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
