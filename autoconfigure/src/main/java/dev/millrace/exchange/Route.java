package dev.millrace.exchange;

/**
 * The route that serves a request: what an {@link ExchangeRouter} found.
 */
@FunctionalInterface
public interface Route {

	/**
	 * Returns the pattern of the route, for logs and as a tag of meters.
	 * @return the pattern; the number of different patterns is bounded
	 */
	String pattern();

}
