package dev.millrace.hot;

import org.jspecify.annotations.Nullable;

/**
 * Decides who may use a hot route, on both lanes. Called on an event loop: it must not
 * block.
 */
@FunctionalInterface
public interface HotAuthorizer {

	/**
	 * Looks at a request before its handler does; the body is not read yet.
	 * @param request the request
	 * @return {@code null} to let it pass, or the answer to give in its place, such as
	 * {@link HotResponse#status(int) HotResponse.status(401)}
	 */
	@Nullable HotResponse authorize(HotRequest request);

}
