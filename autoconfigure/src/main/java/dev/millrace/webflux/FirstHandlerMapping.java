package dev.millrace.webflux;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.context.ApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.web.reactive.DispatcherHandler;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.server.ServerWebExchange;

/**
 * Asks the mapping of the annotated methods before all others for requests that none of
 * those before it in Spring's order could serve, which the first segment of the path
 * tells. Which handler is found stays the same. Safe for use by any thread.
 */
public final class FirstHandlerMapping implements HandlerMapping, Ordered {

	private final RequestMappingHandlerMapping annotated;

	private final Memo<FirstSegments> segments;

	/**
	 * Creates a mapping that is asked first.
	 * @param annotated knows the annotated methods
	 * @param settled knows mappings that may be passed over for a path that none of their
	 * patterns matches
	 */
	public FirstHandlerMapping(RequestMappingHandlerMapping annotated, SettledMappings settled) {
		this.annotated = annotated;
		EarlierMappings earlier = new EarlierMappings(settled);
		this.segments = new Memo<>(() -> earlier.before(annotated, dispatcher()));
	}

	@Override
	public Mono<Object> getHandler(ServerWebExchange exchange) {
		boolean other = isElsewhere(exchange)
				|| this.segments.get().mayMatch(exchange.getRequest().getPath().pathWithinApplication());
		return other ? Mono.empty() : this.annotated.getHandler(exchange);
	}

	/**
	 * Whether the request came to another context: that of a management port is a child
	 * and finds the mappings of its parent.
	 */
	@SuppressWarnings("ReferenceEquality")
	private boolean isElsewhere(ServerWebExchange exchange) {
		ApplicationContext serving = exchange.getApplicationContext();
		return serving != null && serving != this.annotated.getApplicationContext();
	}

	private @Nullable DispatcherHandler dispatcher() {
		ApplicationContext context = this.annotated.getApplicationContext();
		return (context != null) ? context.getBeanProvider(DispatcherHandler.class).getIfUnique() : null;
	}

	/**
	 * Computes once more which paths the other mappings may serve. Must be called when a
	 * mapping that is asked earlier begins to serve other paths.
	 */
	public void changed() {
		this.segments.changed();
	}

	@Override
	public int getOrder() {
		return HIGHEST_PRECEDENCE;
	}

}
