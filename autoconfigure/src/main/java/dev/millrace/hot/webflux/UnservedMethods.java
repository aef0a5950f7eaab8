package dev.millrace.hot.webflux;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeSet;

import reactor.core.publisher.Mono;

import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.reactive.resource.NoResourceFoundException;
import org.springframework.web.reactive.resource.ResourceWebHandler;
import org.springframework.web.server.MethodNotAllowedException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebHandler;

/**
 * Answers requests whose path has hot routes, but none for their method: OPTIONS with 200
 * and all others with 405, both with {@code Allow} (RFC 9110, 9.3.7 and 15.5.6).
 *
 * @param methods the methods that hot routes have on the path
 */
record UnservedMethods(Collection<String> methods) implements WebHandler {

	@Override
	public Mono<Void> handle(ServerWebExchange exchange) {
		return answer(exchange, Set.of());
	}

	/**
	 * Lets static resources answer if one has the path: a file may have the path of a hot
	 * route for POST. That there is no resource is known by the exception of the resource
	 * handler; a status of 404 could come from elsewhere.
	 * @param resources the handler that has the path in its patterns
	 */
	WebHandler behind(ResourceWebHandler resources) {
		return (exchange) -> resources.handle(exchange)
			.then(Mono.<Void>fromRunnable(() -> complete(exchange)))
			.onErrorResume(NoResourceFoundException.class, (ex) -> handle(exchange))
			.onErrorResume(MethodNotAllowedException.class, (ex) -> answer(exchange, ex.getSupportedMethods()));
	}

	/**
	 * Adds the methods of hot routes to the {@code Allow} with which a resource answers
	 * OPTIONS.
	 */
	private void complete(ServerWebExchange exchange) {
		ServerHttpResponse response = exchange.getResponse();
		if (HttpMethod.OPTIONS.equals(exchange.getRequest().getMethod()) && !response.isCommitted()) {
			response.getHeaders().setAllow(allowed(response.getHeaders().getAllow()));
		}
	}

	/**
	 * Answers 405 by Spring's exception, so that the application's error page is used.
	 */
	private Mono<Void> answer(ServerWebExchange exchange, Collection<HttpMethod> others) {
		HttpMethod method = exchange.getRequest().getMethod();
		Set<HttpMethod> allowed = allowed(others);
		ServerHttpResponse response = exchange.getResponse();
		response.getHeaders().setAllow(allowed);
		if (!HttpMethod.OPTIONS.equals(method)) {
			return Mono.error(new MethodNotAllowedException(method, allowed));
		}
		response.setStatusCode(HttpStatus.OK);
		response.getHeaders().setContentLength(0);
		return response.setComplete();
	}

	private Set<HttpMethod> allowed(Collection<HttpMethod> others) {
		TreeSet<String> names = new TreeSet<>(this.methods);
		others.forEach((other) -> names.add(other.name()));
		names.add("OPTIONS");
		Set<HttpMethod> allowed = new LinkedHashSet<>();
		names.forEach((name) -> allowed.add(HttpMethod.valueOf(name)));
		return allowed;
	}

}
