package dev.millrace.hot;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

import dev.millrace.exchange.Answer;
import dev.millrace.exchange.Exchange;
import dev.millrace.exchange.PreparedResponse;
import dev.millrace.exchange.ProblemDetails;
import dev.millrace.exchange.Suspension;
import dev.millrace.exchange.Verdict;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Calls the handler of a hot route and turns what it gives into a verdict, each kind in
 * its way. Called on event loops.
 */
final class HotDispatcher {

	private static final PreparedResponse NOT_FOUND = ProblemDetails.of(404);

	private static final PreparedResponse BUSY = ProblemDetails.of(503);

	private final HotResponseEncoder encoder;

	private final Executor blocking;

	HotDispatcher(HotResponseEncoder encoder, Executor blocking) {
		this.encoder = encoder;
		this.blocking = blocking;
	}

	HotResponseEncoder encoder() {
		return this.encoder;
	}

	/**
	 * Answers a request.
	 * @param exchange the exchange
	 * @param lane its route
	 * @param match its path, if that has variables
	 * @param body its body, if that was read
	 */
	Verdict answer(Exchange exchange, HotLane lane, @Nullable HotMatch match, @Nullable ByteBuf body) throws Exception {
		HotRoute route = lane.route();
		ExchangeHotRequest request = new ExchangeHotRequest(exchange, lane.pattern(), match, this.encoder.json());
		HotAuthorizer authorizer = route.authorizer();
		if (authorizer != null && body == null) {
			HotResponse refusal = authorizer.authorize(request);
			if (refusal != null) {
				return this.encoder.encode(refusal, lane.templates());
			}
		}
		PreparedResponse constant = lane.constant();
		if (constant != null) {
			return constant;
		}
		if (route.bodyLimit() >= 0) {
			if (body == null) {
				return Verdict.body(route.bodyLimit());
			}
			request.body(bytes(body));
		}
		return switch (route.kind()) {
			case CONSTANT -> this.encoder.encode(route.constant(), lane.templates());
			case IMMEDIATE -> this.encoder.encode(route.immediate().handle(request), lane.templates());
			case ASYNCHRONOUS -> later(exchange, lane, route.asynchronous().apply(request));
			case BLOCKING -> onThread(exchange, lane, request);
			case STREAMING -> stream(exchange, route, route.streaming().apply(request).map(Unpooled::wrappedBuffer));
			case RAW -> raw(exchange, route.raw());
		};
	}

	private static byte[] bytes(@Nullable ByteBuf body) {
		byte[] bytes = new byte[(body != null) ? body.readableBytes() : 0];
		if (body != null) {
			body.getBytes(body.readerIndex(), bytes);
		}
		return bytes;
	}

	private static Verdict stream(Exchange exchange, HotRoute route, Flux<ByteBuf> pieces) {
		HotObserver.Observed observed = HotPathFilter.observed(exchange);
		return new Answer.Stream(200, TemplateCache.headers(HotResponse.bytes(bytes(null), route.contentType())),
				(observed != null) ? pieces.contextWrite(observed::addTo) : pieces);
	}

	private Verdict later(Exchange exchange, HotLane lane, Mono<HotResponse> answer) {
		Suspension suspension = exchange.suspend(lane.route().timeout());
		HotObserver.Observed observed = HotPathFilter.observed(exchange);
		Mono<HotResponse> traced = (observed != null) ? answer.contextWrite(observed::addTo) : answer;
		Disposable subscription = traced.subscribe((response) -> resume(suspension, lane, response),
				(error) -> fail(suspension, error), () -> suspension.resume(NOT_FOUND));
		suspension.onCancel(subscription::dispose);
		return suspension;
	}

	private Verdict onThread(Exchange exchange, HotLane lane, ExchangeHotRequest request) {
		Suspension suspension = exchange.suspend(lane.route().timeout());
		try {
			this.blocking.execute(() -> {
				try {
					resume(suspension, lane, lane.route().immediate().handle(request));
				}
				catch (Throwable ex) {
					fail(suspension, ex);
				}
			});
		}
		catch (RejectedExecutionException ex) {
			return BUSY;
		}
		return suspension;
	}

	private void resume(Suspension suspension, HotLane lane, HotResponse response) {
		try {
			suspension.resume(this.encoder.encode(response, lane.templates()));
		}
		catch (RuntimeException ex) {
			fail(suspension, ex);
		}
	}

	private static void fail(Suspension suspension, Throwable error) {
		if (error instanceof HotRequestException bad) {
			suspension.resume(HotProblems.of(bad));
		}
		else {
			suspension.fail(error);
		}
	}

	private static Verdict raw(Exchange exchange, RawHandler handler) throws Exception {
		ByteBuf out = exchange.connection().channel().alloc().ioBuffer();
		ByteBuf head = RawHead.of(exchange.method().name(), exchange.target(), exchange.headerFields());
		try {
			int path = exchange.path().length();
			int method = exchange.method().name().length();
			handler.handle(new RawRequest(head.asReadOnly(), method, method + 1, path, exchange.connection().id()),
					out);
			return new Answer.Raw(out);
		}
		catch (Throwable ex) {
			out.release();
			throw ex;
		}
	}

}
