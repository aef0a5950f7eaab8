package dev.millrace.hot.timing;

import dev.millrace.exchange.Exchange;
import dev.millrace.exchange.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * The end of a request to a hot route, however it was answered.
 *
 * @param exchange the exchange, whose facts are final
 * @param pattern path pattern of the route, without the base path, as WebFlux knows it
 * @param outcome how the exchange ended
 * @param error what the handler threw, {@code null} if it did not
 */
public record HotRequestEnd(Exchange exchange, String pattern, Outcome outcome, @Nullable Throwable error) {

	/**
	 * Describes the end of an exchange, with the exception of its handler.
	 * @param exchange the exchange
	 * @param pattern path pattern of the route
	 * @param outcome how the exchange ended
	 * @return the end
	 */
	public static HotRequestEnd of(Exchange exchange, String pattern, Outcome outcome) {
		return new HotRequestEnd(exchange, pattern, outcome, error(exchange));
	}

	/** What broke, as the handler threw it. */
	public static @Nullable Throwable error(Exchange exchange) {
		Throwable error = exchange.error();
		return (error instanceof HotHandlerException && error.getCause() != null) ? error.getCause() : error;
	}

}
