package dev.millrace.hot.webflux;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Function;

import dev.millrace.exchange.Answer;
import dev.millrace.exchange.PreparedResponse;
import dev.millrace.exchange.ProblemDetails;
import dev.millrace.exchange.message.StreamTypes;
import dev.millrace.hot.EndlessResponses;
import dev.millrace.hot.HotAction;
import dev.millrace.hot.HotAuthorizer;
import dev.millrace.hot.HotConditions;
import dev.millrace.hot.HotErrors;
import dev.millrace.hot.HotRequest;
import dev.millrace.hot.HotResponse;
import dev.millrace.hot.HotResponseEncoder;
import dev.millrace.hot.HotRoute;
import dev.millrace.hot.RawHandler;
import dev.millrace.hot.RawHead;
import dev.millrace.hot.RawMessages;
import dev.millrace.hot.blocking.BlockingCall;
import dev.millrace.hot.blocking.NoThreadException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaders;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferFactory;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.util.DisconnectedClientHelper;

/**
 * Calls the handlers of hot routes for requests that came through WebFlux.
 */
final class WebFluxTwinHandler {

	private static final Logger logger = LoggerFactory.getLogger(WebFluxTwinHandler.class);

	private final HotResponseEncoder encoder;

	private final Executor blocking;

	WebFluxTwinHandler(HotResponseEncoder encoder, Executor blocking) {
		this.encoder = encoder;
		this.blocking = blocking;
	}

	Mono<ServerResponse> handle(ServerRequest request, HotRoute route, List<String> variables) {
		WebFluxHotRequest hotRequest = new WebFluxHotRequest(request, route.parsedPattern(), variables,
				this.encoder.json());
		return Mono.defer(() -> {
			HotAuthorizer authorizer = route.authorizer();
			HotResponse refusal = (authorizer != null) ? authorizer.authorize(hotRequest) : null;
			if (refusal != null) {
				return answer(refusal);
			}
			return (route.bodyLimit() < 0) ? dispatch(request, hotRequest, route)
					: withBody(request, hotRequest, route);
		}).onErrorResume((ex) -> failed(request, route, ex));
	}

	private Mono<ServerResponse> withBody(ServerRequest request, WebFluxHotRequest hotRequest, HotRoute route) {
		return DataBufferUtils.join(request.exchange().getRequest().getBody(), route.bodyLimit())
			.map(WebFluxTwinHandler::bytes)
			.defaultIfEmpty(new byte[0])
			.flatMap((body) -> {
				hotRequest.body(body);
				return dispatch(request, hotRequest, route);
			});
	}

	private Mono<ServerResponse> failed(ServerRequest request, HotRoute route, Throwable error) {
		ServerRequestObservationContext.findCurrent(request.attributes())
			.ifPresent((observed) -> observed.setError(error));
		HotResponse answer = HotErrors.answer(error);
		if (answer != null) {
			return answer(answer);
		}
		if (error instanceof DataBufferLimitException) {
			return answer(PreparedResponse.empty(413));
		}
		if (error instanceof NoThreadException) {
			return answer(ProblemDetails.of(503));
		}
		if (DisconnectedClientHelper.isClientDisconnectedException(error)) {
			// The client has left. ClientLeftHandler, the last handler of
			// exceptions, handles the error.
			return Mono.error(error);
		}
		logger.error("{} failed in WebFlux", route, error);
		return answer(ProblemDetails.of(500));
	}

	private static byte[] bytes(DataBuffer buffer) {
		byte[] bytes = new byte[buffer.readableByteCount()];
		buffer.read(bytes);
		DataBufferUtils.release(buffer);
		return bytes;
	}

	private Mono<ServerResponse> dispatch(ServerRequest request, WebFluxHotRequest hotRequest, HotRoute route) {
		HotAction action = route.action();
		if (action instanceof HotAction.Immediate immediate) {
			return Mono.fromCallable(() -> HotAction.ask(route, immediate.handler(), hotRequest))
				.flatMap((response) -> answer(hotRequest, route, response));
		}
		if (action instanceof HotAction.Constant constant) {
			return answer(hotRequest, route, constant.response());
		}
		if (action instanceof HotAction.Raw raw) {
			return Mono.fromCallable(() -> raw(request, hotRequest, route, raw.handler()))
				.flatMap(WebFluxTwinHandler::answer);
		}
		if (action instanceof HotAction.Streaming streaming) {
			return stream(route, streaming, streaming.handler().apply(hotRequest));
		}
		if (action instanceof HotAction.Blocking blocking) {
			return later(hotRequest,
					BlockingCall.of(this.blocking, () -> HotAction.ask(route, blocking.handler(), hotRequest)), route);
		}
		return later(hotRequest, ((HotAction.Asynchronous) action).handler().apply(hotRequest), route);
	}

	private Mono<ServerResponse> later(HotRequest request, Mono<? extends HotResponse> answer, HotRoute route) {
		Mono<ServerResponse> response = answer.flatMap((later) -> answer(request, route, later))
			.switchIfEmpty(Mono.defer(() -> answer(ProblemDetails.of(404))));
		return (route.timeout() != null)
				? response.timeout(route.timeout(), Mono.defer(() -> answer(PreparedResponse.empty(503)))) : response;
	}

	private static Answer.Full raw(ServerRequest request, WebFluxHotRequest hotRequest, HotRoute route,
			RawHandler handler) throws Exception {
		ByteBuf out = Unpooled.buffer();
		List<Map.Entry<String, String>> headers = new ArrayList<>();
		request.headers()
			.asHttpHeaders()
			.forEach((name, values) -> values.forEach((value) -> headers.add(Map.entry(name, value))));
		ByteBuf body = (route.bodyLimit() >= 0) ? Unpooled.wrappedBuffer(hotRequest.body()) : Unpooled.EMPTY_BUFFER;
		RawHead head = RawHead.of(null, hotRequest.method(), hotRequest.path(), hotRequest.query(), headers);
		RawMessages.handle(handler, head, body, 0, out);
		return new Answer.Raw(out).toFull(request.method().equals(HttpMethod.HEAD));
	}

	private Mono<ServerResponse> answer(HotRequest request, HotRoute route, HotResponse response) {
		PreparedResponse prepared = new PreparedResponse.Template(response.status(),
				HotResponseEncoder.headers(response))
			.with(this.encoder.body(response));
		return answer(HotConditions.answer(request.method(), request::headers, route, prepared));
	}

	private Mono<ServerResponse> answer(HotResponse response) {
		return write(response.status(), HotResponseEncoder.headers(response), this.encoder.body(response));
	}

	Mono<ServerResponse> answer(PreparedResponse response) {
		return answer(response.toFull());
	}

	private static Mono<ServerResponse> answer(Answer.Full full) {
		return write(full.status(), full.headers(), bytes(full.body()));
	}

	private static byte[] bytes(ByteBuf body) {
		byte[] bytes = ByteBufUtil.getBytes(body);
		body.release();
		return bytes;
	}

	private static Mono<ServerResponse> stream(HotRoute route, HotAction.Streaming streaming, Flux<byte[]> pieces) {
		HttpHeaders headers = HotResponseEncoder.headers(HotResponse.bytes(new byte[0], streaming.contentType()));
		StreamTypes.passAtOnce(headers);
		return response(200, headers, null, (response) -> {
			if (streaming.endless()) {
				EndlessResponses.mark(response);
			}
			DataBufferFactory buffers = response.bufferFactory();
			return response.writeAndFlushWith(pieces.map((piece) -> Mono.just(buffers.wrap(piece))))
				.onErrorResume((ex) -> !response.isCommitted(), (ex) -> notBegun(route, ex, response));
		});
	}

	private static Mono<Void> notBegun(HotRoute route, Throwable error, ServerHttpResponse response) {
		logger.error("{} failed in WebFlux", route, error);
		Answer.Full answer = ProblemDetails.of(500).toFull();
		response.setStatusCode(HttpStatusCode.valueOf(answer.status()));
		answer.headers().forEach((header) -> response.getHeaders().set(header.getKey(), header.getValue()));
		return response.writeWith(Mono.just(response.bufferFactory().wrap(bytes(answer.body()))));
	}

	private static Mono<ServerResponse> write(int status, HttpHeaders headers, byte[] body) {
		return response(status, headers, body,
				(response) -> (body.length > 0)
						? response.writeWith(Mono.fromSupplier(() -> response.bufferFactory().wrap(body)))
						: response.setComplete());
	}

	private static Mono<ServerResponse> response(int status, HttpHeaders headers, byte @Nullable [] body,
			Function<ServerHttpResponse, Mono<Void>> writer) {
		return ServerResponse.status(HttpStatusCode.valueOf(status)).build((exchange, context) -> {
			ServerHttpResponse response = exchange.getResponse();
			headers.forEach((header) -> response.getHeaders().add(header.getKey(), header.getValue()));
			// A raw answer to HEAD may say the length of a body that it does not have.
			boolean said = response.getHeaders().getContentLength() > 0;
			if (body != null && (body.length > 0 || !said) && status != 204 && status != 304) {
				response.getHeaders().setContentLength(body.length);
			}
			return writer.apply(response);
		}).cast(ServerResponse.class);
	}

}
