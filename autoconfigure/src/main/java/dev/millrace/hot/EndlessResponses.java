package dev.millrace.hot;

import dev.millrace.exchange.EndlessAnswer;

import org.springframework.http.server.reactive.AbstractServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import org.springframework.web.server.ServerWebExchange;

/**
 * Says of responses of WebFlux that they have no end of their own, where their media type
 * does not say it ({@code millrace.drain.endless-types}).
 *
 * <pre class="code">
 * &#064;GetMapping(path = "/prices", produces = MediaType.APPLICATION_NDJSON_VALUE)
 * Flux&lt;Price&gt; prices(ServerWebExchange exchange) {
 *     EndlessResponses.mark(exchange);
 *     return this.prices.stream();
 * }
 * </pre>
 */
public final class EndlessResponses {

	private EndlessResponses() {
	}

	/**
	 * Says that the response of an exchange goes on until one side leaves. A server that
	 * shuts down ends it, after {@code millrace.drain.stream-timeout}, as if it had ended
	 * by itself: with a last chunk, or the end of the HTTP/2 stream. To be called before
	 * the response is committed, by any thread. Does nothing for a response with a known
	 * length, and on servers other than Reactor Netty.
	 * @param exchange the exchange
	 */
	public static void mark(ServerWebExchange exchange) {
		mark(exchange.getResponse());
	}

	/**
	 * Says that a response goes on until one side leaves, as
	 * {@link #mark(ServerWebExchange)} does.
	 * @param response the response
	 */
	public static void mark(ServerHttpResponse response) {
		ServerHttpResponse inner = response;
		while (inner instanceof ServerHttpResponseDecorator decorator) {
			inner = decorator.getDelegate();
		}
		if (inner instanceof AbstractServerHttpResponse known) {
			Object nativeResponse = known.getNativeResponse();
			EndlessAnswer.expectOf(nativeResponse);
		}
	}

}
