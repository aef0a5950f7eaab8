package dev.millrace.exchange;

import java.util.List;

/**
 * Finds the route of a request before the filters are asked, so that they know it and
 * that a route may do without some of them. Beans of this type are asked in their order,
 * up to the first that finds a route. Called on the event loop.
 */
@FunctionalInterface
public interface ExchangeRouter {

	/** Knows no routes. */
	ExchangeRouter NONE = (exchange) -> {
	};

	/**
	 * Asks several routers in order, up to the first that finds a route.
	 * @param routers the routers
	 * @return asks them all
	 */
	static ExchangeRouter inOrder(List<ExchangeRouter> routers) {
		if (routers.size() == 1) {
			return routers.get(0);
		}
		List<ExchangeRouter> ordered = List.copyOf(routers);
		return new ExchangeRouter() {

			@Override
			public void route(Exchange exchange) {
				for (int i = 0; i < ordered.size() && exchange.matched() == null; i++) {
					ordered.get(i).route(exchange);
				}
			}

			@Override
			public boolean keepsHeads() {
				boolean keeps = false;
				for (int i = 0; i < ordered.size(); i++) {
					keeps |= ordered.get(i).keepsHeads();
				}
				return keeps;
			}

		};
	}

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
