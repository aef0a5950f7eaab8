package dev.millrace.webflux;

import java.lang.reflect.Method;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiPredicate;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.context.ApplicationContext;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.reactive.DispatcherHandler;
import org.springframework.web.reactive.accept.RequestedContentTypeResolver;
import org.springframework.web.reactive.result.method.RequestMappingInfo;
import org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.server.NotAcceptableStatusException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.UnsupportedMediaTypeStatusException;

/**
 * Spring's mapping of annotated methods, with a short way to those whose path has no
 * variables and that are under no condition but the HTTP method: one look-up in a table
 * in place of matching each condition anew. All other requests go Spring's way, and so
 * does one that asks for a content type where a method says what it produces. Mappings
 * may be registered and removed while it serves. With a {@link FirstHandlerMapping} the
 * methods whose path no earlier mapping may serve are found before those are asked.
 */
public class DirectHandlerMapping extends RequestMappingHandlerMapping {

	private final SettledMappings settled;

	private final AtomicInteger changes = new AtomicInteger();

	/** Swapped whole; {@code null} when mappings have changed. */
	private volatile @Nullable DirectMethods direct;

	/**
	 * Creates a mapping.
	 * @param settled knows mappings that may be passed over for a path that none of their
	 * patterns matches
	 */
	public DirectHandlerMapping(SettledMappings settled) {
		this.settled = settled;
	}

	@Override
	public Mono<HandlerMethod> getHandlerInternal(ServerWebExchange exchange) {
		DirectMethods.Entry entry = find(exchange);
		return (entry != null && isAccepted(entry, exchange)) ? Mono.just(select(entry, exchange))
				: super.getHandlerInternal(exchange);
	}

	/** The method, {@code null} where another mapping may be asked before this one. */
	@Nullable HandlerMethod findFirst(ServerWebExchange exchange) {
		DirectMethods.Entry entry = find(exchange);
		if (entry == null || !entry.first() || isElsewhere(exchange) || !isAccepted(entry, exchange)) {
			return null;
		}
		HandlerMethod method = select(entry, exchange);
		if (this.logger.isDebugEnabled()) {
			this.logger.debug(exchange.getLogPrefix() + "Mapped to " + method);
		}
		return method;
	}

	private DirectMethods.@Nullable Entry find(ServerWebExchange exchange) {
		ServerHttpRequest request = exchange.getRequest();
		return direct().find(request.getPath().pathWithinApplication().value(), request.getMethod());
	}

	private HandlerMethod select(DirectMethods.Entry entry, ServerWebExchange exchange) {
		exchange.getAttributes().remove(PRODUCIBLE_MEDIA_TYPES_ATTRIBUTE);
		handleMatch(entry.mapping(), entry.method(), exchange);
		return entry.method().createWithResolvedBean();
	}

	/**
	 * The context of a management port is a child that finds the mappings of its parent.
	 */
	@SuppressWarnings("ReferenceEquality")
	private boolean isElsewhere(ServerWebExchange exchange) {
		ApplicationContext serving = exchange.getApplicationContext();
		return serving != null && serving != getApplicationContext();
	}

	private boolean isAccepted(DirectMethods.Entry entry, ServerWebExchange exchange) {
		return !entry.produces() || acceptsAll(exchange);
	}

	private boolean acceptsAll(ServerWebExchange exchange) {
		try {
			List<MediaType> accepted = getContentTypeResolver().resolveMediaTypes(exchange);
			return accepted.equals(RequestedContentTypeResolver.MEDIA_TYPE_ALL_LIST);
		}
		catch (NotAcceptableStatusException | UnsupportedMediaTypeStatusException ex) {
			// Spring's way says so too, in its own place.
			return false;
		}
	}

	private DirectMethods direct() {
		DirectMethods known = this.direct;
		return (known != null) ? known : rebuild();
	}

	private DirectMethods rebuild() {
		int seen = this.changes.get();
		DirectMethods rebuilt = DirectMethods.of(getHandlerMethods(), isFirst());
		this.direct = rebuilt;
		if (this.changes.get() != seen) {
			this.direct = null;
		}
		return rebuilt;
	}

	/** Cross-origin rules and versions are looked at by Spring's way alone. */
	private BiPredicate<String, HandlerMethod> isFirst() {
		DispatcherHandler dispatcher = obtainApplicationContext().getBeanProvider(DispatcherHandler.class)
			.getIfUnique();
		EarlierMappings earlier = (dispatcher != null) ? EarlierMappings.of(dispatcher, this, this.settled) : null;
		if (earlier == null || getApiVersionStrategy() != null) {
			return (path, method) -> false;
		}
		return (path, method) -> !hasCorsConfigurationSource(method) && !earlier.mayServe(path);
	}

	/**
	 * Has what is known about the mappings found out anew. To be called when one that is
	 * asked earlier serves other paths than before. Safe for use by any thread.
	 */
	public void changed() {
		this.changes.incrementAndGet();
		this.direct = null;
	}

	@Override
	public void registerMapping(RequestMappingInfo mapping, Object handler, Method method) {
		super.registerMapping(mapping, handler, method);
		changed();
	}

	@Override
	public void unregisterMapping(RequestMappingInfo mapping) {
		super.unregisterMapping(mapping);
		changed();
	}

	@Override
	protected void registerHandlerMethod(Object handler, Method method, RequestMappingInfo mapping) {
		super.registerHandlerMethod(handler, method, mapping);
		changed();
	}

}
