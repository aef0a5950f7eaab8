package dev.millrace.hot;

import java.util.concurrent.Executor;

import dev.millrace.exchange.Answer;
import dev.millrace.exchange.Exchange;
import dev.millrace.exchange.PreparedResponse;
import dev.millrace.exchange.ProblemDetails;
import dev.millrace.exchange.Suspension;
import dev.millrace.exchange.Verdict;
import dev.millrace.hot.blocking.BlockingCall;
import dev.millrace.hot.blocking.NoThreadException;
import dev.millrace.hot.path.PathMatch;
import dev.millrace.hot.timing.HotHandlerException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpMethod;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Calls the handlers of hot routes for requests that came through the pipeline.
 */
final class HotDispatcher {

	private static final PreparedResponse BUSY = ProblemDetails.of(503);

	private final HotResponseEncoder encoder;

	private final Executor blocking;

	HotDispatcher(HotResponseEncoder encoder, Executor blocking) {
		this.encoder = encoder;
		this.blocking = blocking;
	}

	/**
	 * Answers a request.
	 * @param exchange the exchange
	 * @param lane its route
	 * @param match its path, if that has variables
	 * @param body its body, if that was read
	 */
	Verdict answer(Exchange exchange, HotLane lane, @Nullable PathMatch match, @Nullable ByteBuf body)
			throws Exception {
		HotRoute route = lane.route();
		ExchangeHotRequest request = new ExchangeHotRequest(exchange, route.parsedPattern(), match,
				this.encoder.json());
		HotAuthorizer authorizer = route.authorizer();
		if (authorizer != null && body == null) {
			HotResponse refusal = authorizer.authorize(request);
			if (refusal != null) {
				return this.encoder.encode(refusal, lane.templates());
			}
		}
		PreparedResponse constant = lane.constant();
		if (constant != null) {
			return HotConditions.answer(exchange, route, constant);
		}
		if (route.bodyLimit() >= 0) {
			if (body == null) {
				return Verdict.body(route.bodyLimit());
			}
			request.body(bytes(body));
		}
		return act(exchange, lane, request, body);
	}

	private Verdict act(Exchange exchange, HotLane lane, HotRequest request, @Nullable ByteBuf body) throws Exception {
		HotRoute route = lane.route();
		HotAction action = route.action();
		if (action instanceof HotAction.Immediate immediate) {
			return encode(exchange, lane, HotAction.ask(route, immediate.handler(), request));
		}
		if (action instanceof HotAction.Constant constant) {
			return encode(exchange, lane, constant.response());
		}
		if (action instanceof HotAction.Raw raw) {
			return raw(exchange, lane, raw.handler(), body);
		}
		if (action instanceof HotAction.Streaming streaming) {
			return stream(exchange, lane, streaming, request);
		}
		if (action instanceof HotAction.Blocking blocking) {
			return later(exchange, lane,
					BlockingCall.of(this.blocking, () -> HotAction.ask(route, blocking.handler(), request)));
		}
		return later(exchange, lane, ((HotAction.Asynchronous) action).handler().apply(request));
	}

	private PreparedResponse encode(Exchange exchange, HotLane lane, HotResponse response) {
		return HotConditions.answer(exchange, lane.route(), this.encoder.encode(response, lane.templates()));
	}

	private static byte[] bytes(ByteBuf body) {
		byte[] bytes = new byte[body.readableBytes()];
		body.getBytes(body.readerIndex(), bytes);
		return bytes;
	}

	/**
	 * Answers a request whose handler threw.
	 * @param lane its route
	 * @param error what was thrown
	 * @return the answer, if the exception stands for one; else it is thrown again
	 */
	Verdict failed(HotLane lane, Throwable error) {
		if (error == LeaveToWebFlux.TO_WEBFLUX) {
			return Verdict.PASS;
		}
		HotResponse answer = HotErrors.answer(error);
		if (answer != null) {
			return this.encoder.encode(answer, new TemplateCache(lane.twinRequests()));
		}
		if (error instanceof RuntimeException unchecked) {
			throw unchecked;
		}
		if (error instanceof Error serious) {
			throw serious;
		}
		throw new HotHandlerException(lane.route().toString(), error);
	}

	private static Verdict stream(Exchange exchange, HotLane lane, HotAction.Streaming streaming, HotRequest request) {
		Flux<ByteBuf> pieces = streaming.handler().apply(request).map(Unpooled::wrappedBuffer);
		HotObserver.Observed observed = HotPathFilter.observed(exchange);
		if (streaming.endless()) {
			exchange.endless();
		}
		HotResponse head = HotResponse.bytes(new byte[0], streaming.contentType());
		return new Answer.Stream(200, lane.templates().answerHeaders(head),
				(observed != null) ? pieces.contextWrite(observed::addTo) : pieces);
	}

	private Verdict later(Exchange exchange, HotLane lane, Mono<? extends HotResponse> answer) {
		Suspension suspension = exchange.suspend(lane.route().timeout());
		HotObserver.Observed observed = HotPathFilter.observed(exchange);
		Mono<? extends HotResponse> traced = (observed != null) ? answer.contextWrite(observed::addTo) : answer;
		Disposable subscription = traced.subscribe((response) -> resume(suspension, exchange, lane, response),
				(error) -> fail(suspension, lane, error), () -> suspension.resume(lane.notFound()));
		suspension.onCancel(subscription::dispose);
		return suspension;
	}

	private void resume(Suspension suspension, Exchange exchange, HotLane lane, HotResponse response) {
		try {
			suspension.resume(encode(exchange, lane, response));
		}
		catch (RuntimeException ex) {
			fail(suspension, lane, ex);
		}
	}

	private void fail(Suspension suspension, HotLane lane, Throwable error) {
		if (error instanceof NoThreadException) {
			suspension.resume(BUSY, error);
			return;
		}
		Verdict verdict;
		try {
			verdict = failed(lane, error);
		}
		catch (Throwable failure) {
			suspension.fail(failure);
			return;
		}
		suspension.resume(verdict, error);
	}

	private static Verdict raw(Exchange exchange, HotLane lane, RawHandler handler, @Nullable ByteBuf body)
			throws Exception {
		ByteBuf out = exchange.connection().channel().alloc().ioBuffer();
		try {
			RawHead head = RawHead.of(exchange.head(), exchange.method().name(), exchange.path(), exchange.query(),
					exchange.headerFields());
			RawMessages.handle(handler, head, body, exchange.connection().id(), out);
		}
		catch (Throwable ex) {
			out.release();
			throw ex;
		}
		Answer.Raw answer = new Answer.Raw(out);
		return lane.twinRequests().vary() ? withVary(exchange, lane, answer) : answer;
	}

	private static Answer.Full withVary(Exchange exchange, HotLane lane, Answer.Raw raw) {
		Answer.Full answer = raw.toFull(HttpMethod.HEAD.equals(exchange.method()));
		lane.twinRequests().addVary(answer.headers());
		return answer;
	}

}
