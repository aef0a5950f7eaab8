package dev.millrace.hot;

import dev.millrace.exchange.syntax.ProblemJson;
import org.jspecify.annotations.Nullable;

/**
 * Tells clients what is wrong with their requests, in the form of RFC 9457.
 */
final class HotProblems {

	private HotProblems() {
	}

	/**
	 * Makes an answer.
	 * @param status status code
	 * @param detail what is wrong, or {@code null} to tell no more than the status does
	 */
	static HotResponse of(int status, @Nullable String detail) {
		return HotResponse.bytes(ProblemJson.of(status, detail), ProblemJson.MEDIA_TYPE).withStatus(status);
	}

}
