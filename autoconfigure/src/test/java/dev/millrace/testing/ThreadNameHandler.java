package dev.millrace.testing;

import java.nio.charset.StandardCharsets;

import reactor.core.publisher.Mono;

import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;

/**
 * Answers every request with the name of the thread that handles it.
 */
public class ThreadNameHandler implements HttpHandler {

	@Override
	public Mono<Void> handle(ServerHttpRequest request, ServerHttpResponse response) {
		byte[] name = Thread.currentThread().getName().getBytes(StandardCharsets.US_ASCII);
		response.getHeaders().set("Content-Type", "text/plain");
		response.getHeaders().setContentLength(name.length);
		return response.writeWith(Mono.just(response.bufferFactory().wrap(name)));
	}

}
