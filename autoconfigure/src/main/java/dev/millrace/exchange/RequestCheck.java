package dev.millrace.exchange;

import dev.millrace.exchange.syntax.HttpRule;
import dev.millrace.exchange.syntax.HttpRules;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import org.jspecify.annotations.Nullable;

/**
 * Finds requests that are refused by their head alone, before any filter sees them.
 */
final class RequestCheck {

	private RequestCheck() {
	}

	/**
	 * Judges the head of a request. A rule that it breaks and that is not enforced is
	 * noted with the exchange, or counted and logged.
	 * @param exchange the exchange that begins
	 * @param rules which requests are refused
	 * @param broken the rule that the request breaks, if any
	 * @param hasBody whether a body is to come
	 * @return the answer that refuses the request, {@code null} if it is served
	 */
	static @Nullable PreparedResponse refusal(Exchange exchange, HttpRules rules, @Nullable HttpRule broken,
			boolean hasBody) {
		HttpRequest head = exchange.request();
		if (head.decoderResult().isFailure()) {
			return Refusals.answer(head);
		}
		if (broken != null) {
			if (rules.enforces(broken)) {
				return Refusals.answer(broken);
			}
			if (rules.enforcesOnHotRoutes()) {
				exchange.broken(broken);
			}
			else {
				exchange.observe(broken);
			}
		}
		boolean tooLarge = hasBody && HttpUtil.getContentLength(head, 0L) > rules.maxBodySize();
		return tooLarge ? Refusals.TOO_LARGE : null;
	}

}
