package dev.millrace.exchange;

import java.util.List;

/**
 * What all exchanges of a server share.
 *
 * @param router finds the route of a request
 * @param filters the filters
 * @param listeners who is told about the end of an exchange
 * @param errors what makes answers of exceptions
 * @param rules which requests are refused
 * @param forwarded who may say who a client is
 * @param headers header fields that every response carries
 * @param byteLane answers requests straight from their bytes
 */
public record ExchangeSettings(ExchangeRouter router, FilterChain filters, List<ExchangeListener> listeners,
		ExchangeErrorHandler errors, HttpRules rules, ForwardedHeaders forwarded, ServerHeaders headers,
		ByteLane byteLane) {

	/**
	 * Copies the listeners.
	 */
	public ExchangeSettings {
		listeners = List.copyOf(listeners);
	}

}
