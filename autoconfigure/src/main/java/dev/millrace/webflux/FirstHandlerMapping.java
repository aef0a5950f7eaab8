package dev.millrace.webflux;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.core.Ordered;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.server.ServerWebExchange;

/**
 * Finds an annotated method before any other mapping is asked, where none of those could
 * have served the request.
 */
public final class FirstHandlerMapping implements HandlerMapping, Ordered {

	private final @Nullable DirectHandlerMapping direct;

	/**
	 * Creates a mapping that is asked first.
	 * @param annotated knows the annotated methods; one that is not a
	 * {@link DirectHandlerMapping} is left to its turn
	 */
	public FirstHandlerMapping(RequestMappingHandlerMapping annotated) {
		this.direct = (annotated instanceof DirectHandlerMapping mapping) ? mapping : null;
	}

	@Override
	public Mono<Object> getHandler(ServerWebExchange exchange) {
		HandlerMethod method = (this.direct != null) ? this.direct.findFirst(exchange) : null;
		return (method != null) ? Mono.just(method) : Mono.empty();
	}

	@Override
	public int getOrder() {
		return HIGHEST_PRECEDENCE;
	}

}
