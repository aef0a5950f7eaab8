package dev.millrace.exchange;

import io.netty.handler.codec.http.HttpRequest;
import org.jspecify.annotations.Nullable;

/**
 * Says which well-framed requests are refused all the same.
 */
@FunctionalInterface
public interface HttpRules {

	/** Refuses nothing. */
	HttpRules NONE = (request, http1) -> null;

	/**
	 * Checks the head of a request.
	 * @param request the head
	 * @param http1 whether it came as HTTP/1.x
	 * @return the refusal, or {@code null} for a good request
	 */
	@Nullable PreparedResponse check(HttpRequest request, boolean http1);

}
