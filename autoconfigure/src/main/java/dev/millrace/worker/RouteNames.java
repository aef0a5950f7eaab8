package dev.millrace.worker;

import org.jspecify.annotations.Nullable;

/**
 * Finds the routes of requests whose exchange does not know them, for a report. Called on
 * a thread that may block, never on an event loop.
 */
@FunctionalInterface
public interface RouteNames {

	/** Finds none. */
	RouteNames NONE = (request) -> null;

	/**
	 * Finds the route of a request.
	 * @param request the request
	 * @return the pattern of the route, one of a bounded set; {@code null} for none
	 */
	@Nullable String find(InFlight request);

}
