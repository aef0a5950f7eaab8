package dev.millrace.exchange;

import java.util.List;

import dev.millrace.exchange.message.ServerHeaders;
import dev.millrace.exchange.message.StreamTypes;
import dev.millrace.exchange.syntax.HttpRules;

/**
 * What all exchanges of a server share.
 *
 * @param router finds the route of a request
 * @param filters the filters
 * @param listeners called at the end of each exchange
 * @param errors what makes answers of exceptions
 * @param rules which requests are refused
 * @param forwarded who may say who a client is
 * @param headers header fields that every response carries
 * @param byteLane answers requests straight from their bytes
 * @param streams which answers stream, and which of them have no end of their own
 */
public record ExchangeSettings(ExchangeRouter router, FilterChain filters, List<ExchangeListener> listeners,
		ExchangeErrorHandler errors, HttpRules rules, ProxyHeaders forwarded, ServerHeaders headers, ByteLane byteLane,
		StreamTypes streams) {

	/**
	 * Takes the media types that stream by default.
	 * @param router finds the route of a request
	 * @param filters the filters
	 * @param listeners called at the end of each exchange
	 * @param errors what makes answers of exceptions
	 * @param rules which requests are refused
	 * @param forwarded who may say who a client is
	 * @param headers header fields that every answer given from the pipeline carries
	 * @param byteLane answers requests straight from their bytes
	 */
	public ExchangeSettings(ExchangeRouter router, FilterChain filters, List<ExchangeListener> listeners,
			ExchangeErrorHandler errors, HttpRules rules, ProxyHeaders forwarded, ServerHeaders headers,
			ByteLane byteLane) {
		this(router, filters, listeners, errors, rules, forwarded, headers, byteLane, StreamTypes.DEFAULT);
	}

	/**
	 * Copies the listeners.
	 */
	public ExchangeSettings {
		listeners = List.copyOf(listeners);
	}

}
