package dev.millrace.worker;

import org.jspecify.annotations.Nullable;

/**
 * What a worker or a connection was last busy with. Its {@code toString()} tells it to a
 * reader of the log.
 */
public interface Activity {

	/**
	 * Returns the pattern of the route.
	 * @return one of a bounded set, or {@code null} if it is not known
	 */
	@Nullable String route();

}
