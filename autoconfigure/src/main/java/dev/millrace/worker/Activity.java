package dev.millrace.worker;

import org.jspecify.annotations.Nullable;

/**
 * Describes the request that a worker or a connection has begun last. Its {@code
 * toString()} is written into the log.
 */
public interface Activity {

	/**
	 * Returns the pattern of the route.
	 * @return one of a bounded set, or {@code null} if it is not known
	 */
	@Nullable String route();

	/**
	 * Describes the request for a report that is to name its route.
	 * @return a copy of what tells the route, {@code null} where there is no request
	 */
	default @Nullable InFlight inFlight() {
		return null;
	}

}
