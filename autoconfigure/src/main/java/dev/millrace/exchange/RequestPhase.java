package dev.millrace.exchange;

import dev.millrace.exchange.syntax.HttpRule;
import io.netty.channel.ChannelHandlerContext;

/**
 * Takes a request through the filters: asks them in order, does what they say, and passes
 * on what none of them answers.
 */
final class RequestPhase {

	private RequestPhase() {
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
			if (!(verdict instanceof Verdict.Pass)) {
				apply(handler, current, verdict);
				return;
			}
		}
		pass(handler, current);
	}

	static void resume(ExchangeHandler handler, Exchange current, Suspension by, Verdict verdict) {
		if (by.thrown != null) {
			current.error(by.thrown);
		}
		if (current.suspension != by) {
			by.early = verdict;
		}
		else {
			current.suspension = null;
			apply(handler, current, verdict);
		}
	}

	static void apply(ExchangeHandler handler, Exchange current, Verdict verdict) {
		if (verdict instanceof Answer answer) {
			ResponsePhase.respond(handler, current, answer);
		}
		else if (verdict instanceof Verdict.Pass) {
			ask(handler, current);
		}
		else if (verdict instanceof Verdict.Body wanted) {
			RequestBody.want(handler, current, wanted.limit());
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

	private static void pass(ExchangeHandler handler, Exchange current) {
		HttpRule broken = current.broken();
		if (broken != null) {
			current.observe(broken);
		}
		current.passed = true;
		handler.passes();
		ChannelHandlerContext ctx = handler.context();
		ctx.fireChannelRead(current.request());
		BodyCollector body = current.body;
		if (body != null) {
			current.body = null;
			body.replay(ctx);
			ctx.fireChannelReadComplete();
		}
	}

}
