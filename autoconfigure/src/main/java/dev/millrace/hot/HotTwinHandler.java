package dev.millrace.hot;

import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

import dev.millrace.exchange.Answer;
import dev.millrace.exchange.PreparedResponse;
import dev.millrace.exchange.ProblemDetails;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaders;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferFactory;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

/**
 * Calls the handlers of hot routes for requests that came through WebFlux.
 */
final class HotTwinHandler {

	private final HotResponseEncoder encoder;

	private final Executor blocking;

	HotTwinHandler(HotResponseEncoder encoder, Executor blocking) {
		this.encoder = encoder;
		this.blocking = blocking;
	}

	Mono<ServerResponse> handle(ServerRequest request, HotLane lane, Map<String, String> variables) {
		HotRoute route = lane.route();
		WebFluxHotRequest hotRequest = new WebFluxHotRequest(request, variables, this.encoder.json());
		HotAuthorizer authorizer = route.authorizer();
		HotResponse refusal = (authorizer != null) ? authorizer.authorize(hotRequest) : null;
		if (refusal != null) {
			return answer(refusal);
		}
		if (route.bodyLimit() < 0) {
			return dispatch(request, hotRequest, lane);
		}
		return DataBufferUtils.join(request.exchange().getRequest().getBody(), Math.max(1, route.bodyLimit()))
			.map(HotTwinHandler::bytes)
			.defaultIfEmpty(new byte[0])
			.flatMap((body) -> {
				hotRequest.body(body);
				return dispatch(request, hotRequest, lane);
			})
			.onErrorResume(DataBufferLimitException.class, (ex) -> answer(PreparedResponse.empty(413)));
	}

	private static byte[] bytes(DataBuffer buffer) {
		byte[] bytes = new byte[buffer.readableByteCount()];
		buffer.read(bytes);
		DataBufferUtils.release(buffer);
		return bytes;
	}

	private Mono<ServerResponse> dispatch(ServerRequest request, WebFluxHotRequest hotRequest, HotLane lane) {
		HotRoute route = lane.route();
		return Mono.defer(() -> switch (route.kind()) {
			case CONSTANT -> answer(route.constant());
			case IMMEDIATE -> Mono.fromCallable(() -> route.immediate().handle(hotRequest)).flatMap(this::answer);
			case ASYNCHRONOUS -> later(route.asynchronous().apply(hotRequest), route);
			case BLOCKING -> later(Mono.fromCallable(() -> route.immediate().handle(hotRequest))
				.subscribeOn(Schedulers.fromExecutor(this.blocking)), route);
			case STREAMING -> stream(route, route.streaming().apply(hotRequest));
			case RAW -> raw(request, route.raw());
		})
			.onErrorResume(HotRequestException.class,
					(ex) -> write(ex.status(), HotProblems.TYPE, HotProblems.body(ex)))
			.onErrorResume(RejectedExecutionException.class, (ex) -> answer(ProblemDetails.of(503)));
	}

	private Mono<ServerResponse> later(Mono<HotResponse> answer, HotRoute route) {
		Mono<ServerResponse> response = answer.flatMap(this::answer)
			.switchIfEmpty(Mono.defer(() -> answer(ProblemDetails.of(404))));
		return (route.timeout() != null)
				? response.timeout(route.timeout(), Mono.defer(() -> answer(PreparedResponse.empty(503)))) : response;
	}

	private Mono<ServerResponse> raw(ServerRequest request, RawHandler handler) {
		ByteBuf out = Unpooled.buffer();
		String target = target(request);
		String method = request.method().name();
		String path = request.uri().getRawPath();
		ByteBuf head = RawHead.of(method, target, request.headers().asHttpHeaders().toSingleValueMap().entrySet());
		try {
			handler.handle(new RawRequest(head.asReadOnly(), method.length(), method.length() + 1, path.length(), 0),
					out);
		}
		catch (Exception ex) {
			return Mono.error(ex);
		}
		return answer(new Answer.Raw(out).toFull(request.method().equals(HttpMethod.HEAD)));
	}

	private static String target(ServerRequest request) {
		String query = request.uri().getRawQuery();
		return request.uri().getRawPath() + ((query != null) ? "?" + query : "");
	}

	private Mono<ServerResponse> answer(HotResponse response) {
		return write(response.status(), TemplateCache.headers(response), this.encoder.body(response));
	}

	Mono<ServerResponse> answer(PreparedResponse response) {
		return answer(response.toFull());
	}

	private static Mono<ServerResponse> answer(Answer.Full full) {
		byte[] body = ByteBufUtil.getBytes(full.body());
		full.body().release();
		return write(full.status(), full.headers(), body);
	}

	private static Mono<ServerResponse> write(int status, String contentType, byte[] body) {
		return write(status, TemplateCache.headers(HotResponse.bytes(body, contentType)), body);
	}

	private static Mono<ServerResponse> stream(HotRoute route, Flux<byte[]> pieces) {
		HttpHeaders headers = TemplateCache.headers(HotResponse.bytes(new byte[0], route.contentType()));
		return response(200, headers, null, (response) -> {
			DataBufferFactory buffers = response.bufferFactory();
			return response.writeAndFlushWith(pieces.map((piece) -> Mono.just(buffers.wrap(piece))));
		});
	}

	private static Mono<ServerResponse> write(int status, HttpHeaders headers, byte[] body) {
		return response(status, headers, body,
				(response) -> (body.length > 0)
						? response.writeWith(Mono.fromSupplier(() -> response.bufferFactory().wrap(body)))
						: response.setComplete());
	}

	private static Mono<ServerResponse> response(int status, HttpHeaders headers, byte @Nullable [] body,
			java.util.function.Function<ServerHttpResponse, Mono<Void>> writer) {
		return ServerResponse.status(HttpStatusCode.valueOf(status)).build((exchange, context) -> {
			ServerHttpResponse response = exchange.getResponse();
			headers.forEach((header) -> response.getHeaders().add(header.getKey(), header.getValue()));
			if (body != null && status != 204 && status != 304) {
				response.getHeaders().setContentLength(body.length);
			}
			return writer.apply(response);
		}).cast(ServerResponse.class);
	}

}
