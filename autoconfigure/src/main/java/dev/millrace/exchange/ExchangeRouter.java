package dev.millrace.exchange;

/**
 * Finds the route of a request before the filters are asked, so that they know it and
 * that a route may do without some of them. Called on the event loop.
 */
@FunctionalInterface
public interface ExchangeRouter {

	/** Knows no routes. */
	ExchangeRouter NONE = (exchange) -> {
	};

	/**
	 * Looks at a request and says what it found through {@link Exchange#matched(Route)}
	 * and {@link Exchange#skip(long)}.
	 * @param exchange the exchange
	 */
	void route(Exchange exchange);

	/**
	 * Says whether a route may ask for {@linkplain Exchange#keepHead() the bytes of the
	 * head}. Asked before each request.
	 * @return false unless overridden
	 */
	default boolean keepsHeads() {
		return false;
	}

}
