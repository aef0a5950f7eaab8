package dev.millrace.exchange;

/**
 * The route that serves a request: what an {@link ExchangeRouter} found.
 */
@FunctionalInterface
public interface Route {

	/**
	 * Returns the pattern of the route.
	 * @return the pattern, one of a bounded set
	 */
	String pattern();

}
