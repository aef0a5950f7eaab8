package dev.millrace.exchange;

/**
 * What a filter costs a route, by what it must see.
 */
public enum FilterCost {

	/** Nothing: it has no say in requests to the route. */
	NONE,

	/** One call with the bytes of each request. */
	BYTES,

	/** One call for each connection, and a comparison for each request. */
	CONNECTION,

	/** An exchange for each request. */
	EXCHANGE

}
