package dev.millrace.exchange;

/**
 * Is told about the end of every exchange. Called on the event loop of the exchange, so
 * it must not block; what it throws is logged and changes nothing.
 */
@FunctionalInterface
public interface ExchangeListener {

	/**
	 * An exchange has ended.
	 * @param exchange the exchange, whose facts are final now
	 * @param outcome how it ended
	 */
	void ended(Exchange exchange, Outcome outcome);

}
