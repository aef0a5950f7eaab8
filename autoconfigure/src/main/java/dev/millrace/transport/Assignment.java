package dev.millrace.transport;

/**
 * Which event loop gets the next connection.
 */
public enum Assignment {

	/** The next one in turn. */
	ROUND_ROBIN,

	/**
	 * The one with the fewest connections, which evens out connections that live long.
	 */
	LEAST_CONNECTIONS

}
