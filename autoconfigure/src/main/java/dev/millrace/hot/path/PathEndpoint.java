package dev.millrace.hot.path;

import dev.millrace.exchange.Route;

/**
 * What a {@link PathTree} finds: all that is served under one path pattern.
 */
public interface PathEndpoint extends Route {

	/**
	 * Returns the place among all endpoints, the most specific first.
	 * @return the rank, 0 for the first
	 */
	int rank();

	/**
	 * Tells whether requests of a method are answered here, be it with 405.
	 * @param method the request method
	 * @return whether they are
	 */
	boolean serves(String method);

}
