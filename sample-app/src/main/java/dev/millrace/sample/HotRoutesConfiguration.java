package dev.millrace.sample;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;

import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerRequest;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.util.StringUtils;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.ContentTooLargeException;
import org.springframework.web.server.ServerWebInputException;
import org.springframework.web.server.UnsupportedMediaTypeStatusException;

/**
 * Routes that are worth answering before Spring: short, frequent, without need of its
 * features. Each answers like its twin in {@link WebFluxController}, if it has one.
 */
@Configuration(proxyBeanMethods = false)
class HotRoutesConfiguration {

	private static final MediaType TEXT = new MediaType(MediaType.TEXT_PLAIN, StandardCharsets.UTF_8);

	@Bean
	RouterFunction<ServerResponse> greetingRoutes() {
		return RouterFunctions.route()
			.GET("/plaintext", (request) -> text(Greeting.WORLD.message()))
			.GET("/json", (request) -> json(Greeting.WORLD))
			.GET("/hello/{name}", (request) -> text(Greeting.to(request.pathVariable("name")).message()))
			.build();
	}

	@Bean
	RouterFunction<ServerResponse> requestRoutes() {
		return RouterFunctions.route()
			.POST("/echo", this::echo)
			.GET("/slow", this::slow)
			.GET("/raw", (request) -> text(requestLine(request)))
			.build();
	}

	@Bean
	RouterFunction<ServerResponse> statusRoutes(ServerStatus status) {
		return RouterFunctions.route()
			.GET("/", (request) -> json(status.information()))
			.GET("/stats", (request) -> json(status.statistics()))
			.GET("/health", (request) -> health(status))
			.build();
	}

	private Mono<ServerResponse> echo(ServerRequest request) {
		String contentType = Objects.requireNonNullElse(request.headers().firstHeader(HttpHeaders.CONTENT_TYPE),
				MediaType.APPLICATION_OCTET_STREAM_VALUE);
		return Mono.defer(() -> request.bodyToMono(byte[].class))
			.onErrorMap(InvalidMediaTypeException.class,
					(ex) -> new UnsupportedMediaTypeStatusException(ex.getMessage()))
			.onErrorMap(DataBufferLimitException.class, ContentTooLargeException::new)
			.defaultIfEmpty(new byte[0])
			.flatMap((body) -> ServerResponse.ok().header(HttpHeaders.CONTENT_TYPE, contentType).bodyValue(body));
	}

	private Mono<ServerResponse> slow(ServerRequest request) {
		String millis = request.queryParam("ms").filter(StringUtils::hasText).orElse("50");
		return Mono.fromCallable(() -> Delay.valueOf(millis))
			.onErrorMap(IllegalArgumentException.class, (ex) -> new ServerWebInputException("Unusable delay", null, ex))
			.flatMap(Delay::thenAnswer)
			.flatMap(HotRoutesConfiguration::text);
	}

	private Mono<ServerResponse> health(ServerStatus status) {
		boolean up = status.acceptsTraffic();
		return ServerResponse.status(up ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE)
			.contentType(MediaType.APPLICATION_JSON)
			.bodyValue(Map.of("status", up ? "UP" : "OUT_OF_SERVICE"));
	}

	private static String requestLine(ServerRequest request) {
		HttpServerRequest received = ServerHttpRequestDecorator.getNativeRequest(request.exchange().getRequest());
		return received.method() + " " + received.uri() + " " + received.version();
	}

	private static Mono<ServerResponse> text(String text) {
		return ServerResponse.ok().contentType(TEXT).bodyValue(text);
	}

	private static Mono<ServerResponse> json(Object body) {
		return ServerResponse.ok().contentType(MediaType.APPLICATION_JSON).bodyValue(body);
	}

}
