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
	 * Lets static resources answer where one has the path: a file may stand beside a hot
	 * route for POST. The exception that says that there is none comes from nowhere else,
	 * unlike a status of 404.
	 * @param resources the handler that has the path in its patterns
	 */
	WebHandler behind(ResourceWebHandler resources) {
		return (exchange) -> resources.handle(exchange)
			.then(Mono.<Void>fromRunnable(() -> complete(exchange)))
			.onErrorResume(NoResourceFoundException.class, (ex) -> handle(exchange))
			.onErrorResume(MethodNotAllowedException.class, (ex) -> answer(exchange, ex.getSupportedMethods()));
	}

	/** A resource tells its own methods to OPTIONS. */
	private void complete(ServerWebExchange exchange) {
		ServerHttpResponse response = exchange.getResponse();
		if (HttpMethod.OPTIONS.equals(exchange.getRequest().getMethod()) && !response.isCommitted()) {
			response.getHeaders().setAllow(allowed(response.getHeaders().getAllow()));
		}
	}

	/** The error page of the application is that of any other method not allowed. */
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
