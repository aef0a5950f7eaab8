package dev.millrace.transport.server;

import java.util.List;

import dev.millrace.exchange.message.AnswerCompression;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;

/**
 * Adds {@code Vary: Accept-Encoding} to answers of WebFlux that the server may compress,
 * which Reactor Netty does not do. Without it a cache may give a compressed answer to a
 * client that cannot decompress it (RFC 9110 section 12.5.5).
 *
 * @param handler the application
 * @param compression which answers are compressed
 */
record CompressionVary(HttpHandler handler, AnswerCompression compression) implements HttpHandler {

	@Override
	public Mono<Void> handle(ServerHttpRequest request, ServerHttpResponse response) {
		response.beforeCommit(() -> Mono.fromRunnable(() -> addTo(response.getHeaders())));
		return this.handler.handle(request, response);
	}

	private void addTo(HttpHeaders headers) {
		if (headers.containsHeader(HttpHeaders.CONTENT_ENCODING) || !this.compression
			.compresses(headers.getFirst(HttpHeaders.CONTENT_TYPE), headers.getContentLength())) {
			return;
		}
		List<String> vary = headers.getVary();
		if (vary.stream().noneMatch((name) -> name.equals("*") || name.equalsIgnoreCase(HttpHeaders.ACCEPT_ENCODING))) {
			headers.add(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
		}
	}

}
