package dev.millrace.hot;

import dev.millrace.exchange.syntax.ProblemJson;
import org.jspecify.annotations.Nullable;

import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.server.ResponseStatusException;

/**
 * Makes answers of exceptions that stand for one: those of this package and those of
 * Spring. Internal.
 */
public final class HotErrors {

	private HotErrors() {
	}

	/**
	 * Makes the answer that an exception stands for.
	 * @param error what a handler threw
	 * @return the answer, {@code null} where the exception is a failure
	 */
	public static @Nullable HotResponse answer(Throwable error) {
		if (error instanceof HotRequestException bad) {
			return problem(bad.status(), bad.getMessage());
		}
		HttpStatus status = status(error);
		return (status != null && !isFailure(status)) ? problem(status.value(), null) : null;
	}

	/**
	 * Makes an answer that tells what is wrong, in the form of RFC 9457.
	 * @param status status code
	 * @param detail what is wrong, or {@code null} to tell no more than the status does
	 */
	static HotResponse problem(int status, @Nullable String detail) {
		return HotResponse.bytes(ProblemJson.of(status, detail), ProblemJson.MEDIA_TYPE).withStatus(status);
	}

	/**
	 * Whether a status means a failure that must be logged: 500 does, and 1xx cannot end
	 * an exchange.
	 */
	private static boolean isFailure(HttpStatus status) {
		return status.is1xxInformational() || status == HttpStatus.INTERNAL_SERVER_ERROR;
	}

	/**
	 * The status that Boot's {@code DefaultErrorAttributes} gives an exception in
	 * WebFlux. It asks no other {@code ErrorResponse} than
	 * {@link ResponseStatusException}, and knows no status without a name.
	 */
	private static @Nullable HttpStatus status(Throwable error) {
		if (error instanceof ResponseStatusException response) {
			HttpStatus status = HttpStatus.resolve(response.getStatusCode().value());
			if (status != null) {
				return status;
			}
		}
		ResponseStatus annotation = AnnotatedElementUtils.findMergedAnnotation(error.getClass(), ResponseStatus.class);
		return (annotation != null) ? annotation.code() : null;
	}

}
