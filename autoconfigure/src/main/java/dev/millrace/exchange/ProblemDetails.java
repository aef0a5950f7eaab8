package dev.millrace.exchange;

import java.nio.charset.StandardCharsets;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;

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
		String body = "{\"title\":\"" + HttpResponseStatus.valueOf(status).reasonPhrase() + "\",\"status\":" + status
				+ "}";
		return PreparedResponse.of(status,
				new DefaultHttpHeaders().set(HttpHeaderNames.CONTENT_TYPE, "application/problem+json"),
				body.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * The {@link ExchangeErrorHandler} in use unless a bean replaces it.
	 * @return answers every exception with 500
	 */
	public static ExchangeErrorHandler errorHandler() {
		return (exchange, error) -> INTERNAL_ERROR;
	}

}
