package dev.millrace.exchange;

import java.util.concurrent.TimeoutException;

import dev.millrace.exchange.syntax.HttpRule;
import dev.millrace.exchange.syntax.HttpRuleException;
import dev.millrace.exchange.syntax.TransferCodings;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;

/**
 * Answers to messages that could not be decoded.
 */
public final class Refusals {

	static final PreparedResponse BAD_REQUEST = PreparedResponse.empty(400);

	static final PreparedResponse TIMEOUT = PreparedResponse.empty(408);

	static final PreparedResponse TOO_LARGE = PreparedResponse.empty(413);

	private static final PreparedResponse URI_TOO_LONG = PreparedResponse.empty(414);

	private static final PreparedResponse HEADER_TOO_LARGE = PreparedResponse.empty(431);

	private static final PreparedResponse NOT_IMPLEMENTED = PreparedResponse.empty(501);

	private static final PreparedResponse VERSION_NOT_SUPPORTED = PreparedResponse.empty(505);

	private Refusals() {
	}

	/** Returns the cause that marks a head as not received in time. */
	public static Exception timedOut() {
		return new TimeoutException();
	}

	/** Returns a request that stands for one that could not be decoded. */
	public static HttpRequest undecoded(Throwable cause) {
		HttpRequest request = new DefaultHttpRequest(HttpVersion.HTTP_1_0, HttpMethod.GET, "/bad-request");
		request.setDecoderResult(DecoderResult.failure(cause));
		return request;
	}

	/**
	 * Whether a request stands for one that was not received in time, so that no handler
	 * has seen it.
	 */
	static boolean isTimeout(HttpRequest request) {
		return request.decoderResult().cause() instanceof TimeoutException;
	}

	/** Refuses a request that breaks a rule. */
	static PreparedResponse answer(HttpRule broken) {
		return switch (broken.status()) {
			case 501 -> NOT_IMPLEMENTED;
			case 505 -> VERSION_NOT_SUPPORTED;
			default -> BAD_REQUEST;
		};
	}

	static PreparedResponse answer(HttpRequest request) {
		HttpRule coding = TransferCodings.check(request.headers().getAll(HttpHeaderNames.TRANSFER_ENCODING));
		return (coding == HttpRule.UNKNOWN_CODING) ? answer(coding) : answer(request.decoderResult().cause());
	}

	/**
	 * Returns the answer to a body that could not be decoded. TooLongHttpLineException
	 * means the line of a chunk's size there, and not the target of a request.
	 */
	static PreparedResponse answerToBody(Throwable cause) {
		return (cause instanceof TooLongHttpLineException) ? BAD_REQUEST : answer(cause);
	}

	static PreparedResponse answer(Throwable cause) {
		if (cause instanceof HttpRuleException broken) {
			return answer(broken.rule());
		}
		if (cause instanceof TooLongHttpLineException) {
			return URI_TOO_LONG;
		}
		if (cause instanceof TimeoutException) {
			return TIMEOUT;
		}
		return (cause instanceof TooLongHttpHeaderException) ? HEADER_TOO_LARGE : BAD_REQUEST;
	}

}
