package dev.millrace.exchange;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;

/**
 * Answers to messages that could not be decoded.
 */
final class DecoderFailure {

	static final PreparedResponse BAD_REQUEST = PreparedResponse.empty(400);

	static final PreparedResponse TOO_LARGE = PreparedResponse.empty(413);

	private static final PreparedResponse URI_TOO_LONG = PreparedResponse.empty(414);

	private static final PreparedResponse HEADER_TOO_LARGE = PreparedResponse.empty(431);

	private DecoderFailure() {
	}

	static PreparedResponse answer(HttpRequest request) {
		HttpRule coding = TransferCodings.check(request.headers().getAll(HttpHeaderNames.TRANSFER_ENCODING));
		return (coding == HttpRule.UNKNOWN_CODING) ? coding.answer() : answer(request.decoderResult().cause());
	}

	static PreparedResponse answer(Throwable cause) {
		if (cause instanceof HttpRuleException broken) {
			return broken.rule().answer();
		}
		if (cause instanceof TooLongHttpLineException) {
			return URI_TOO_LONG;
		}
		return (cause instanceof TooLongHttpHeaderException) ? HEADER_TOO_LARGE : BAD_REQUEST;
	}

}
