package dev.millrace.exchange;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way of one exchange through the filters: in order with the request, in reverse
 * order with the response. Knows which filters were asked, because only those take part
 * in the response and learn of the end. One per handler, used for one exchange after the
 * other; confined to the event loop.
 */
final class FilterRun {

	private static final Logger logger = LoggerFactory.getLogger(FilterRun.class);

	private final ExchangeSettings settings;

	/** Those that the exchange began with. */
	private FilterChain filters;

	private int asked;

	FilterRun(ExchangeSettings settings) {
		this.settings = settings;
		this.filters = settings.filters();
	}

	void begin() {
		this.filters = this.settings.filters();
		this.asked = 0;
	}

	/**
	 * Asks the filters that were not asked yet.
	 * @param exchange the exchange
	 * @return the verdict of the first one that does not let the exchange pass,
	 * {@link Verdict#PASS} when all do
	 */
	Verdict ask(Exchange exchange) {
		FilterChain chain = this.filters;
		while (this.asked < chain.size()) {
			int index = this.asked++;
			if (!exchange.skips(index)) {
				Verdict verdict = chain.get(index).onRequest(exchange);
				if (!(verdict instanceof Verdict.Pass)) {
					return verdict;
				}
			}
		}
		return Verdict.PASS;
	}

	/** Shows the whole body to the filter that was asked last, which wanted it. */
	Verdict body(Exchange exchange, ByteBuf whole) {
		return this.filters.get(this.asked - 1).onBody(exchange, whole);
	}

	boolean seesResponseHead() {
		return this.filters.seesResponseHead();
	}

	boolean seesResponseBody() {
		return this.filters.seesResponseBody();
	}

	/**
	 * Shows the head of a response to the filters.
	 * @param exchange the exchange
	 * @param response the head, which they may change
	 * @return the answer that one of them gives in its place, or {@code null}
	 */
	@Nullable Answer responseHead(Exchange exchange, HttpResponse response) {
		FilterChain chain = this.filters;
		if (!chain.seesResponseHead()) {
			return null;
		}
		ResponseHead head = new ResponseHead(response);
		for (int i = this.asked - 1; i >= 0; i--) {
			if (chain.seesResponseHead(i) && !exchange.skips(i)) {
				Answer replacement = chain.get(i).onResponse(exchange, head);
				if (replacement != null) {
					return replacement;
				}
			}
		}
		return null;
	}

	/**
	 * Shows a piece of a response body to the filters.
	 * @param exchange the exchange
	 * @param piece the piece, taken over
	 * @return what goes out in its place
	 */
	ByteBuf responseBody(Exchange exchange, ByteBuf piece) {
		FilterChain chain = this.filters;
		ByteBuf filtered = piece;
		for (int i = this.asked - 1; i >= 0; i--) {
			if (chain.seesResponseBody(i) && !exchange.skips(i)) {
				filtered = responseBody(chain.get(i), exchange, filtered);
			}
		}
		return filtered;
	}

	private static ByteBuf responseBody(ExchangeFilter filter, Exchange exchange, ByteBuf piece) {
		try {
			return filter.onResponseBody(exchange, piece);
		}
		catch (Throwable ex) {
			if (piece.refCnt() > 0) {
				piece.release();
			}
			throw ex;
		}
	}

	/**
	 * Tells the filters that were asked, and then the listeners, that an exchange is
	 * over. What one of them throws is logged, and the others are told all the same.
	 */
	void end(Exchange exchange, Outcome outcome) {
		FilterChain chain = this.filters;
		for (int i = this.asked - 1; i >= 0; i--) {
			if (!exchange.skips(i)) {
				try {
					chain.get(i).onEnd(exchange, outcome);
				}
				catch (Throwable ex) {
					logFailure(chain.get(i), ex);
				}
			}
		}
		for (int i = 0; i < this.settings.listeners().size(); i++) {
			ExchangeListener listener = this.settings.listeners().get(i);
			try {
				listener.ended(exchange, outcome);
			}
			catch (Throwable ex) {
				logFailure(listener, ex);
			}
		}
	}

	private static void logFailure(Object participant, Throwable thrown) {
		logger.error("{} failed at the end of an exchange", participant.getClass().getName(), thrown);
	}

}
