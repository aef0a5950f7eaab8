package dev.millrace.exchange;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.CompositeByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;

/**
 * Takes a request through the filters: asks them in order, does what they say, and passes
 * on what none of them answers.
 */
final class RequestPhase {

	private RequestPhase() {
	}

	static void pass(ExchangeHandler handler, Exchange current) {
		current.passed = true;
		ChannelHandlerContext ctx = handler.context();
		ctx.fireChannelRead(current.request());
		if (current.body != null) {
			BodyCollector body = current.body;
			current.body = null;
			body.replay(ctx);
			ctx.fireChannelReadComplete();
		}
	}

	static void collect(ExchangeHandler handler, Exchange current, HttpContent content) {
		if (current.body == null) {
			current.body = new BodyCollector();
		}
		current.body.add(content);
		if (current.body.wanted()) {
			bodyArrived(handler, current, current.body);
		}
	}

	static void bodyArrived(ExchangeHandler handler, Exchange current, BodyCollector body) {
		if (body.overflown()) {
			ResponsePhase.respond(handler, current, DecoderFailure.TOO_LARGE);
		}
		else if (current.requestComplete) {
			ByteBuf joined = body.joined();
			body.want(-1);
			Verdict verdict;
			try {
				verdict = handler.settings().filters().get(current.asked - 1).onBody(current, joined);
			}
			catch (Throwable ex) {
				verdict = handler.failed(current, ex);
			}
			finally {
				if (joined.refCnt() > 0 && joined instanceof CompositeByteBuf) {
					joined.release();
				}
			}
			apply(handler, current, verdict);
		}
		else {
			handler.readMore();
		}
	}

	static void ask(ExchangeHandler handler, Exchange current) {
		FilterChain filters = handler.settings().filters();
		while (current.asked < filters.size()) {
			int index = current.asked++;
			if (current.skips(index)) {
				continue;
			}
			ExchangeFilter filter = filters.get(index);
			Verdict verdict;
			try {
				verdict = filter.onRequest(current);
			}
			catch (Throwable ex) {
				verdict = handler.failed(current, ex);
			}
			if (verdict != Verdict.PASS) {
				apply(handler, current, verdict);
				return;
			}
		}
		pass(handler, current);
	}

	static void apply(ExchangeHandler handler, Exchange current, Verdict verdict) {
		if (verdict instanceof Answer answer) {
			ResponsePhase.respond(handler, current, answer);
		}
		else if (verdict == Verdict.PASS) {
			ask(handler, current);
		}
		else if (verdict instanceof Verdict.Body wanted) {
			if (current.body == null) {
				current.body = new BodyCollector();
			}
			current.body.want(wanted.limit());
			if (!current.requestComplete && HttpUtil.is100ContinueExpected(current.request())) {
				sendContinue(handler, current);
			}
			bodyArrived(handler, current, current.body);
		}
		else if (verdict instanceof Suspension suspension) {
			if (suspension.early != null) {
				apply(handler, current, suspension.early);
			}
			else {
				current.suspension = suspension;
			}
		}
		else {
			handler.end(current, Outcome.ANSWERED);
			handler.abort();
		}
	}

	/** Asks for the body, and sees to it that no one behind does so again. */
	private static void sendContinue(ExchangeHandler handler, Exchange current) {
		current.removeHeader(HttpHeaderNames.EXPECT);
		handler.send(
				new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE, Unpooled.EMPTY_BUFFER));
		handler.flushSoon();
	}

}
