package dev.millrace.exchange;

import java.util.Set;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Takes part in every exchange, on every protocol, whether it is answered from the
 * pipeline or by WebFlux. Beans of this type are asked in their {@code @Order} (see
 * {@link FilterOrder}); responses pass them in reverse order, and only those that were
 * asked about the request. All methods are called on the event loop of the exchange: they
 * must not block. What they throw is answered with 500 while nothing was sent, else the
 * connection is closed.
 */
public interface ExchangeFilter {

	/**
	 * Says what this filter must see. Asked once, at start-up: a phase that is not named
	 * is not called. {@link Need#ADDRESS} and {@link Need#HEAD} name
	 * {@link #onRequest(Exchange)}, {@link Need#BODY} names it and {@link #onBody}.
	 * Phases of the response are named here, and switched on by
	 * {@link Exchange#wantResponse()} and {@link ResponseHead#wantBody()} for each
	 * exchange; for a filter that names no phase of the request they are always on.
	 * @return the needs
	 */
	Set<Need> needs();

	/**
	 * Tells whether this filter has a say in requests to a hot route. Asked at start-up,
	 * and when a route is added. It has a say in requests to WebFlux in any case.
	 * @param route the route
	 * @return {@code true} unless overridden
	 */
	default boolean appliesTo(Route route) {
		return true;
	}

	/**
	 * Tells whether a filter that sees addresses only has changed its mind about some of
	 * them. Such a filter is asked once about the client of a connection; when it lets
	 * the client pass, that is remembered until this number is raised. Read for each
	 * request, by event loops: a field that is {@code volatile} will do.
	 * @return a number that is never lowered, 0 unless overridden
	 */
	default long generation() {
		return 0;
	}

	/**
	 * The head of a request is complete.
	 * @param exchange the exchange
	 * @return what to do
	 */
	default Verdict onRequest(Exchange exchange) {
		return Verdict.PASS;
	}

	/**
	 * The body that {@link Verdict#body(int)} asked for is complete.
	 * @param exchange the exchange
	 * @param body the body, owned by Millrace: retain it to keep it
	 * @return what to do
	 */
	default Verdict onBody(Exchange exchange, ByteBuf body) {
		return Verdict.PASS;
	}

	/**
	 * The head of a response, an interim one (1xx) excepted, is going out. Called where
	 * this filter asked for it by {@link Exchange#wantResponse()}.
	 * @param exchange the exchange
	 * @param head status and headers, which may be changed
	 * @return {@code null} to let it go, or an answer to send in its place
	 */
	default @Nullable Answer onResponse(Exchange exchange, ResponseHead head) {
		return null;
	}

	/**
	 * A piece of a response body is going out, as it will be on the wire but for the
	 * framing. Called where this filter asked for it by {@link ResponseHead#wantBody()}.
	 * @param exchange the exchange
	 * @param piece the piece, owned by this filter from now on: it returns or releases it
	 * @return what to send in its place, the piece itself to send it unchanged; on
	 * HTTP/1.1 with {@code Content-Length} the number of bytes must not change
	 */
	default ByteBuf onResponseBody(Exchange exchange, ByteBuf piece) {
		return piece;
	}

	/**
	 * The exchange is over. Called once for each exchange that this filter was asked
	 * about.
	 * @param exchange the exchange
	 * @param outcome how it ended
	 */
	default void onEnd(Exchange exchange, Outcome outcome) {
	}

}
