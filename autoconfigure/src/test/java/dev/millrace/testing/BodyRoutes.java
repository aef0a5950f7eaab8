package dev.millrace.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.http.server.HttpServerRoutes;

/**
 * Answers of an application whose {@code Content-Length} is what the path says while
 * their body has six bytes, and answers that fail after two.
 */
final class BodyRoutes {

	private static final Path FILE = file();

	private BodyRoutes() {
	}

	public static void add(HttpServerRoutes routes) {
		routes
			.get("/length/{value}/pieces",
					(request, response) -> announce(request, response).sendString(Flux.just("ab", "cdef")))
			.get("/length/{value}/piece",
					(request, response) -> announce(request, response).sendString(Flux.just("abcdef")))
			.get("/length/{value}/whole",
					(request, response) -> announce(request, response).sendString(Mono.just("abcdef")))
			.get("/length/{value}/none", (request, response) -> {
				announce(request, response).status(416);
				return Mono.empty();
			})
			.get("/length/{value}/head-alone", (request, response) -> announce(request, response))
			.get("/length/{value}/nothing",
					(request, response) -> announce(request, response).status(416).sendString(Flux.empty()))
			.get("/length/{value}/file", (request, response) -> announce(request, response).sendFile(FILE))
			.get("/length/{value}/twice",
					(request, response) -> announce(request, response).addHeader("content-length", "6")
						.sendString(Flux.just("ab", "cdef")))
			.get("/length/{value}/endless",
					(request, response) -> announce(request, response).sendString(
							Flux.interval(Duration.ofMillis(2)).onBackpressureDrop().map((tick) -> "abcdef"),
							java.nio.charset.StandardCharsets.US_ASCII))
			.head("/length/{value}/head", (request, response) -> announce(request, response).send())
			.get("/length/{value}/not-modified", (request, response) -> announce(request, response).status(304).send());
	}

	public static void addFailing(HttpServerRoutes routes) {
		Flux<String> failing = Flux.just("ab").concatWith(Flux.error(new IllegalStateException("broken")));
		routes.get("/failing", (request, response) -> response.sendString(failing))
			.get("/disposing",
					(request,
							response) -> response.sendString(Flux.just("ab")
								.concatWith(Mono.delay(Duration.ofMillis(50)).flatMap((tick) -> dispose(response)))))
			.get("/unframed/failing", (request, response) -> response.chunkedTransfer(false).sendString(failing))
			.get("/unframed/whole",
					(request, response) -> response.chunkedTransfer(false).sendString(Flux.just("a", "b")))
			.get("/unframed/large", (request, response) -> response.chunkedTransfer(false)
				.sendByteArray(Flux.range(0, 200).map((i) -> new byte[100_000])));
	}

	private static Mono<String> dispose(HttpServerResponse response) {
		response.withConnection((connection) -> connection.channel().close());
		return Mono.never();
	}

	private static HttpServerResponse announce(HttpServerRequest request, HttpServerResponse response) {
		return response.header("content-length", String.valueOf(request.param("value")));
	}

	private static Path file() {
		try {
			Path file = Files.createTempFile("length", ".txt");
			file.toFile().deleteOnExit();
			return Files.writeString(file, "abcdef");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
