package dev.millrace.webflux;

import java.lang.reflect.Method;
import java.util.List;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.reactive.accept.RequestedContentTypeResolver;
import org.springframework.web.reactive.result.method.RequestMappingInfo;
import org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.server.NotAcceptableStatusException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.UnsupportedMediaTypeStatusException;

/**
 * Spring's mapping of annotated methods, with a short way to those whose path has no
 * variables and that are under no condition but the HTTP method: one look-up in a table
 * in place of matching each condition for each request. All other requests go Spring's
 * way, and so does one that asks for a content type where a method says what it produces,
 * and all under cross-origin rules or an API version strategy. Mappings may be registered
 * and removed while it serves.
 */
public final class DirectHandlerMapping extends RequestMappingHandlerMapping {

	private final Memo<DirectMethods> direct = new Memo<>(() -> DirectMethods.of(getHandlerMethods()));

	@Override
	public Mono<Object> getHandler(ServerWebExchange exchange) {
		DirectMethods.Entry entry = find(exchange);
		if (entry == null || hasCorsConfigurationSource(entry.method()) || getApiVersionStrategy() != null
				|| (entry.produces() && !acceptsAll(exchange))) {
			return super.getHandler(exchange);
		}
		HandlerMethod method = select(entry, exchange);
		if (this.logger.isDebugEnabled()) {
			this.logger.debug(exchange.getLogPrefix() + "Mapped to " + method);
		}
		return Mono.just(method);
	}

	private DirectMethods.@Nullable Entry find(ServerWebExchange exchange) {
		ServerHttpRequest request = exchange.getRequest();
		return this.direct.get().find(request.getPath().pathWithinApplication().value(), request.getMethod());
	}

	private HandlerMethod select(DirectMethods.Entry entry, ServerWebExchange exchange) {
		exchange.getAttributes().remove(PRODUCIBLE_MEDIA_TYPES_ATTRIBUTE);
		handleMatch(entry.mapping(), entry.method(), exchange);
		return entry.method().createWithResolvedBean();
	}

	private boolean acceptsAll(ServerWebExchange exchange) {
		try {
			List<MediaType> accepted = getContentTypeResolver().resolveMediaTypes(exchange);
			return accepted.equals(RequestedContentTypeResolver.MEDIA_TYPE_ALL_LIST);
		}
		catch (NotAcceptableStatusException | UnsupportedMediaTypeStatusException ex) {
			// Spring's own look-up meets the same exception and reports it.
			return false;
		}
	}

	@Override
	public void registerMapping(RequestMappingInfo mapping, Object handler, Method method) {
		super.registerMapping(mapping, handler, method);
		this.direct.changed();
	}

	@Override
	public void unregisterMapping(RequestMappingInfo mapping) {
		super.unregisterMapping(mapping);
		this.direct.changed();
	}

	@Override
	protected void registerHandlerMethod(Object handler, Method method, RequestMappingInfo mapping) {
		super.registerHandlerMethod(handler, method, mapping);
		this.direct.changed();
	}

}
