package dev.millrace.webflux;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

import dev.millrace.worker.InFlight;
import dev.millrace.worker.RouteNames;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.codec.ServerCodecConfigurer;
import org.springframework.web.reactive.DispatcherHandler;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.adapter.DefaultServerWebExchange;
import org.springframework.web.server.i18n.AcceptHeaderLocaleContextResolver;
import org.springframework.web.server.session.DefaultWebSessionManager;
import org.springframework.web.util.pattern.PathPattern;

/**
 * Finds the pattern that WebFlux matched to a request, by asking the mappings of the
 * dispatcher again. It costs nothing while requests are served; keeping the pattern of
 * each request would cost every request. Safe for use by any thread that may block.
 */
public final class MatchedRoutes implements RouteNames {

	private static final Duration PATIENCE = Duration.ofMillis(200);

	private final Supplier<@Nullable DispatcherHandler> dispatcher;

	private final String basePath;

	/**
	 * Creates a finder.
	 * @param dispatcher gives the dispatcher, {@code null} if there is not exactly one
	 * @param basePath the path that all routes are under, empty for none
	 */
	public MatchedRoutes(Supplier<@Nullable DispatcherHandler> dispatcher, String basePath) {
		this.dispatcher = dispatcher;
		this.basePath = basePath;
	}

	@Override
	public @Nullable String find(InFlight request) {
		DispatcherHandler handler = this.dispatcher.get();
		List<HandlerMapping> mappings = (handler != null) ? handler.getHandlerMappings() : null;
		if (mappings == null) {
			return null;
		}
		try {
			ServerWebExchange exchange = exchange(request);
			Object found = Flux.fromIterable(mappings)
				.concatMap((mapping) -> mapping.getHandler(exchange))
				.next()
				.block(PATIENCE);
			PathPattern pattern = exchange.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
			return (found != null && pattern != null) ? this.basePath + pattern.getPatternString() : null;
		}
		catch (RuntimeException ex) {
			// The report is written without the name of the route.
			return null;
		}
	}

	private ServerWebExchange exchange(InFlight request) {
		HttpHeaders headers = new HttpHeaders();
		request.headers().forEach(headers::set);
		BareRequest bare = new BareRequest(HttpMethod.valueOf(request.method()), URI.create(request.target()),
				this.basePath, headers);
		return new DefaultServerWebExchange(bare, new BareResponse(), new DefaultWebSessionManager(),
				ServerCodecConfigurer.create(), new AcceptHeaderLocaleContextResolver());
	}

}
