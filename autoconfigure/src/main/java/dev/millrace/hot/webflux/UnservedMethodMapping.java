package dev.millrace.hot.webflux;

import java.util.List;
import java.util.Set;

import dev.millrace.hot.HotRoutes;
import dev.millrace.hot.WebFluxRoutes;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationContextAware;
import org.springframework.core.Ordered;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.PathContainer;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;
import org.springframework.web.cors.reactive.CorsUtils;
import org.springframework.web.reactive.DispatcherHandler;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.reactive.resource.ResourceWebHandler;
import org.springframework.web.server.ServerWebExchange;

/**
 * The last mapping before static resources: finds requests whose path has hot routes, but
 * none for their method, and which no other mapping takes. The pipeline does not answer
 * such requests, because it cannot know whether another handler has the path. The
 * mappings behind it are asked before it answers, so that it hides nothing. Preflight
 * requests are left to them too. Safe for use by any thread.
 */
public final class UnservedMethodMapping implements HandlerMapping, Ordered, ApplicationContextAware {

	/** Spring's path for {@code OPTIONS *}, which asks about the whole server. */
	private static final String WHOLE_SERVER = "/*";

	private final WebFluxRoutes routes;

	private @Nullable ApplicationContext application;

	/**
	 * Creates a mapping.
	 * @param routes the hot routes
	 */
	public UnservedMethodMapping(HotRoutes routes) {
		this.routes = new WebFluxRoutes(routes);
	}

	@Override
	public void setApplicationContext(ApplicationContext context) {
		this.application = context;
	}

	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE - 2;
	}

	@Override
	public Mono<Object> getHandler(ServerWebExchange exchange) {
		ServerHttpRequest request = exchange.getRequest();
		if (isElsewhere(exchange) || CorsUtils.isPreFlightRequest(request)) {
			return Mono.empty();
		}
		PathContainer path = request.getPath().pathWithinApplication();
		Set<String> methods = methods(request, path);
		if (methods.isEmpty()) {
			return Mono.empty();
		}
		UnservedMethods unserved = new UnservedMethods(methods);
		return Flux.fromIterable(behind())
			.concatMap((mapping) -> mapping.getHandler(exchange), 0)
			.next()
			.map((handler) -> (handler instanceof ResourceWebHandler resources) ? unserved.behind(resources) : handler)
			.switchIfEmpty(Mono.fromSupplier(() -> {
				name(exchange, this.routes.pattern(path));
				return unserved;
			}));
	}

	/** The methods of the path, none where the method of the request is among them. */
	private Set<String> methods(ServerHttpRequest request, PathContainer path) {
		if (HttpMethod.OPTIONS.equals(request.getMethod()) && path.value().equals(WHOLE_SERVER)) {
			return this.routes.methods();
		}
		Set<String> methods = this.routes.methods(path);
		return methods.contains(request.getMethod().name()) ? Set.of() : methods;
	}

	/**
	 * Sets the pattern of the request, which is the tag {@code uri} of
	 * {@code http.server.requests}.
	 */
	private static void name(ServerWebExchange exchange, @Nullable String pattern) {
		if (pattern != null) {
			ServerRequestObservationContext.findCurrent(exchange.getAttributes())
				.ifPresent((observed) -> observed.setPathPattern(pattern));
		}
	}

	/** The mappings that the dispatcher asks after this one. */
	private List<HandlerMapping> behind() {
		DispatcherHandler dispatcher = (this.application != null)
				? this.application.getBeanProvider(DispatcherHandler.class).getIfUnique() : null;
		List<HandlerMapping> all = (dispatcher != null) ? dispatcher.getHandlerMappings() : null;
		return (all != null) ? all.subList(all.indexOf(this) + 1, all.size()) : List.of();
	}

	/**
	 * Whether the request came to another context: that of a management port is a child
	 * and finds the mappings of its parent.
	 */
	@SuppressWarnings("ReferenceEquality")
	private boolean isElsewhere(ServerWebExchange exchange) {
		ApplicationContext serving = exchange.getApplicationContext();
		return serving != null && this.application != null && serving != this.application;
	}

}
