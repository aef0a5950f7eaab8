package dev.millrace.exchange;

import dev.millrace.exchange.syntax.ProblemJson;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;

/**
 * Answers that explain themselves in the form of RFC 9457 without telling anything
 * internal.
 */
public final class ProblemDetails {

	private static final PreparedResponse INTERNAL_ERROR = of(500);

	private ProblemDetails() {
	}

	/**
	 * Prepares an answer whose body names the status.
	 * @param status status code
	 * @return the answer
	 */
	public static PreparedResponse of(int status) {
		return PreparedResponse.of(status,
				new DefaultHttpHeaders().set(HttpHeaderNames.CONTENT_TYPE, ProblemJson.MEDIA_TYPE),
				ProblemJson.of(status, null));
	}

	/**
	 * The {@link ExchangeErrorHandler} in use unless a bean replaces it.
	 * @return answers every exception with 500
	 */
	public static ExchangeErrorHandler errorHandler() {
		return (exchange, error) -> INTERNAL_ERROR;
	}

}
