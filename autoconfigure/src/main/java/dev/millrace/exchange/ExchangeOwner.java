package dev.millrace.exchange;

import dev.millrace.exchange.syntax.HttpRules;
import org.jspecify.annotations.Nullable;

/**
 * The methods of its handler that an exchange and its suspensions call. Confined to the
 * event loop, but for {@link #execute}, {@link #resumed} and {@link #failed}.
 */
interface ExchangeOwner {

	/**
	 * The bytes of the head that was decoded last, {@code null} where it did not come as
	 * HTTP/1.1.
	 */
	byte @Nullable [] headBytes();

	/** Whether no handler of the application must see each request and its answer. */
	boolean answerable();

	/**
	 * Notes that the filter that decides about an exchange wants to see its response.
	 * @param exchange the exchange
	 * @throws IllegalStateException if no filter decides, or it did not name that need
	 */
	void wantsResponse(Exchange exchange);

	/** Which requests are refused. */
	HttpRules rules();

	/**
	 * Runs a task on the event loop: now if the caller is on it, else later, or never
	 * where the server has shut down.
	 * @param task what to do
	 */
	void execute(Runnable task);

	/**
	 * Takes the verdict that an exchange has waited for. May be called by any thread.
	 * @param exchange the exchange
	 * @param by the wait that ends
	 * @param verdict the verdict
	 */
	void resumed(Exchange exchange, Suspension by, Verdict verdict);

	/**
	 * Takes the error that came in place of a verdict. May be called by any thread.
	 * @param exchange the exchange
	 * @param by the wait that ends
	 * @param error the error
	 */
	void failed(Exchange exchange, Suspension by, Throwable error);

}
