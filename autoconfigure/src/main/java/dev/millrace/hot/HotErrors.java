package dev.millrace.hot;

import org.jspecify.annotations.Nullable;

import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.http.HttpStatusCode;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ResponseStatus;

/**
 * Knows the exceptions that are answers: those of this package and those of Spring.
 */
final class HotErrors {

	private HotErrors() {
	}

	/**
	 * Makes the answer that an exception stands for.
	 * @param error what a handler threw
	 * @return the answer, {@code null} where the exception is a failure
	 */
	static @Nullable HotResponse answer(Throwable error) {
		if (error instanceof HotRequestException bad) {
			return HotProblems.of(bad.status(), bad.getMessage());
		}
		HttpStatusCode status = status(error);
		return (status != null && !isFailure(status)) ? HotProblems.of(status.value(), null) : null;
	}

	/** An exception that says 500 is still one to be logged. */
	private static boolean isFailure(HttpStatusCode status) {
		return status.value() < 300 || status.value() == 500;
	}

	private static @Nullable HttpStatusCode status(Throwable error) {
		if (error instanceof ErrorResponse response) {
			return response.getStatusCode();
		}
		ResponseStatus annotation = AnnotatedElementUtils.findMergedAnnotation(error.getClass(), ResponseStatus.class);
		return (annotation != null) ? annotation.code() : null;
	}

}
