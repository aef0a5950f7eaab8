package dev.millrace.hot.timing;

import java.util.Set;

import dev.millrace.exchange.syntax.WatchedField;

/**
 * A route whose requests are counted and timed.
 */
public interface TimedRoute {

	/**
	 * Returns the request method of the route.
	 * @return the method
	 */
	String method();

	/**
	 * Returns the pattern of the route, under the base path.
	 * @return the text of the pattern
	 */
	String path();

	/**
	 * Returns the header fields of requests that must be looked at as objects.
	 * @return the fields, a new set
	 */
	Set<WatchedField> watched();

}
