package dev.millrace.hot;

import java.util.List;
import java.util.function.Function;

import dev.millrace.exchange.Exchange;
import dev.millrace.exchange.PreparedResponse;
import dev.millrace.exchange.ProblemDetails;
import dev.millrace.exchange.syntax.Preconditions;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.util.AsciiString;

/**
 * Answers the conditions of requests to hot routes, the same in the pipeline and in
 * WebFlux, where an answer has {@code ETag} or {@code Last-Modified}.
 * <p>
 * Conditions guard an action, so they must be asked before it (RFC 9110 section 13.2.1).
 * The validators of a route are known only by its answer. For GET and HEAD that is early
 * enough, because they change nothing, and for constant routes, which do nothing. A
 * handler of another method has acted by then: to answer 412 would be a lie, so its
 * conditions are its own to check. Internal.
 */
public final class HotConditions {

	private static final PreparedResponse FAILED = ProblemDetails.of(412);

	private static final AsciiString[] FIELDS = { HttpHeaderNames.IF_NONE_MATCH, HttpHeaderNames.IF_MODIFIED_SINCE,
			HttpHeaderNames.IF_MATCH, HttpHeaderNames.IF_UNMODIFIED_SINCE };

	private HotConditions() {
	}

	/**
	 * Answers a request that came through the pipeline.
	 * @param exchange the exchange
	 * @param route its route
	 * @param answer the answer without conditions
	 * @return the answer, or 304 or 412 in its place
	 */
	static PreparedResponse answer(Exchange exchange, HotRoute route, PreparedResponse answer) {
		return (answer.conditional() && stated(exchange))
				? answer(exchange.method().name(), exchange::headers, route, answer) : answer;
	}

	/**
	 * Whether the request states conditions; found out without making objects of header
	 * fields.
	 */
	private static boolean stated(Exchange exchange) {
		for (AsciiString field : FIELDS) {
			if (exchange.header(field) != null) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Answers a request.
	 * @param method its method
	 * @param headers gives the values of its headers
	 * @param route its route
	 * @param answer the answer without conditions
	 * @return the answer, or 304 or 412 in its place
	 */
	public static PreparedResponse answer(String method, Function<String, List<String>> headers, HotRoute route,
			PreparedResponse answer) {
		boolean retrieves = method.equals("GET") || method.equals("HEAD");
		if (!retrieves && route.kind() != HotKind.CONSTANT) {
			return answer;
		}
		return switch (answer.check(Preconditions.of(headers), retrieves)) {
			case PROCEED -> answer;
			case NOT_MODIFIED -> answer.notModified();
			case FAILED -> FAILED;
		};
	}

}
