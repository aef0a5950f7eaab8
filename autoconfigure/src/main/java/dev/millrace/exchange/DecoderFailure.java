package dev.millrace.exchange;

import java.util.concurrent.TimeoutException;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;

/**
 * Answers to messages that could not be decoded.
 */
final class DecoderFailure {

	static final PreparedResponse BAD_REQUEST = PreparedResponse.empty(400);

	static final PreparedResponse TIMEOUT = PreparedResponse.empty(408);

	static final PreparedResponse TOO_LARGE = PreparedResponse.empty(413);

	private static final PreparedResponse URI_TOO_LONG = PreparedResponse.empty(414);

	private static final PreparedResponse HEADER_TOO_LARGE = PreparedResponse.empty(431);

	private DecoderFailure() {
	}

	/** Why a head that did not come in time was not decoded. */
	static Exception timedOut() {
		return new TimeoutException();
	}

	/** Why bytes that break a rule were not decoded. */
	static Exception undecoded() {
		return new IllegalArgumentException();
	}

	static PreparedResponse answer(Throwable cause) {
		if (cause instanceof TooLongHttpLineException) {
			return URI_TOO_LONG;
		}
		if (cause instanceof TimeoutException) {
			return TIMEOUT;
		}
		return (cause instanceof TooLongHttpHeaderException) ? HEADER_TOO_LARGE : BAD_REQUEST;
	}

}
