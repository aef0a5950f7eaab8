package dev.millrace.exchange;

/**
 * Turns what a filter or a hot handler threw into an answer. Define a bean of this type
 * to replace the default, which answers 500 with problem details (RFC 9457) that tell
 * nothing internal. Called on the event loop of the exchange.
 */
@FunctionalInterface
public interface ExchangeErrorHandler {

	/**
	 * Makes the answer.
	 * @param exchange the exchange that failed
	 * @param error what was thrown
	 * @return what to send
	 */
	Answer handle(Exchange exchange, Throwable error);

}
