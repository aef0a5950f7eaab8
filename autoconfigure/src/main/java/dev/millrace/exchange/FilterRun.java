package dev.millrace.exchange;

import java.net.SocketAddress;
import java.util.function.IntConsumer;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way of one exchange through the filters: in order with the request, in reverse
 * order with the response. Knows which filters the request has come to, because only
 * those take part in the response and learn of the end, and which of them said that they
 * want to see the response of this exchange. One per handler, used for one exchange after
 * the other; confined to the event loop.
 */
final class FilterRun {

	private static final Logger logger = LoggerFactory.getLogger(FilterRun.class);

	private final ExchangeSettings settings;

	private final PassedAddresses addresses;

	private final IntConsumer bodyWanted = this::wantBody;

	/** Those that the exchange began with. */
	private FilterChain filters;

	/** As many filters the request has come to. */
	private int reached;

	/** The filters that let the client pass in an earlier exchange. */
	private long remembered;

	private long generation;

	private long wantsHead;

	private long wantsBody;

	private boolean deciding;

	FilterRun(ExchangeSettings settings, PassedAddresses addresses) {
		this.settings = settings;
		this.addresses = addresses;
		this.filters = settings.filters();
	}

	void begin(Exchange exchange) {
		FilterChain chain = this.settings.filters();
		this.filters = chain;
		this.reached = 0;
		this.wantsHead = chain.responseHead() & chain.always();
		this.wantsBody = chain.responseBody() & chain.always();
		this.deciding = true;
		if (chain.addressesOnly() != 0) {
			this.generation = chain.generation();
			this.remembered = this.addresses.passed(chain, exchange.clientAddress());
		}
		else {
			this.remembered = 0;
		}
	}

	/**
	 * Asks the filters that were not asked yet.
	 * @param exchange the exchange
	 * @return the verdict of the first one that does not let the exchange pass,
	 * {@link Verdict#PASS} when all do
	 */
	Verdict ask(Exchange exchange) {
		FilterChain chain = this.filters;
		while (this.reached < chain.size()) {
			int index = this.reached++;
			if (asks(exchange, index)) {
				Verdict verdict = chain.get(index).onRequest(exchange);
				if (!(verdict instanceof Verdict.Pass)) {
					return verdict;
				}
				if ((chain.addressesOnly() & (1L << index)) != 0) {
					this.addresses.add(chain, exchange.clientAddress(), this.generation, 1L << index);
				}
			}
		}
		return Verdict.PASS;
	}

	private boolean asks(Exchange exchange, int index) {
		long bit = 1L << index;
		return (this.filters.asked() & bit) != 0 && takesPart(exchange, bit);
	}

	private boolean takesPart(Exchange exchange, long bit) {
		return ((exchange.skipped() | this.remembered) & bit) == 0;
	}

	/** Shows the whole body to the filter that was asked last, which wanted it. */
	Verdict body(Exchange exchange, ByteBuf whole) {
		return this.filters.get(this.reached - 1).onBody(exchange, whole);
	}

	/** The filters of addresses that have let a client of this connection pass. */
	long passedAddresses(SocketAddress client) {
		return this.addresses.passed(this.settings.filters(), client);
	}

	/** What becomes of the request is decided. */
	void decided() {
		this.deciding = false;
	}

	/**
	 * The filter that is being asked wants to see the head of the response.
	 * @throws IllegalStateException if no filter is being asked, or if it did not name
	 * that need
	 */
	void wantHead() {
		if (!this.deciding || this.reached == 0) {
			throw new IllegalStateException("A filter can ask for the response only while it decides on the request");
		}
		this.wantsHead |= named(this.reached - 1, this.filters.responseHead(), Need.RESPONSE_HEAD);
	}

	/** The filter that sees the head of the response wants to see the body, too. */
	private void wantBody(int index) {
		this.wantsBody |= named(index, this.filters.responseBody(), Need.RESPONSE_BODY);
	}

	private long named(int index, long allowed, Need need) {
		long bit = 1L << index;
		if ((allowed & bit) == 0) {
			throw new IllegalStateException(
					this.filters.get(index).getClass().getName() + " does not have " + need + " among its needs");
		}
		return bit;
	}

	/** Whether a filter that the request has come to wants to see the response. */
	boolean seesResponse() {
		return ((this.wantsHead | this.wantsBody) & upTo(this.reached)) != 0;
	}

	/** Whether a filter that the request has come to wants to see bodies of responses. */
	boolean seesResponseBody() {
		return (this.wantsBody & upTo(this.reached)) != 0;
	}

	private static long upTo(int count) {
		return (count < Long.SIZE) ? (1L << count) - 1 : -1L;
	}

	/**
	 * Shows the head of a response to the filters that want to see it.
	 * @param exchange the exchange
	 * @param response the head, which they may change
	 * @return the answer that one of them gives in its place, or {@code null}
	 */
	@Nullable Answer responseHead(Exchange exchange, HttpResponse response) {
		long left = this.wantsHead & upTo(this.reached);
		if (left == 0) {
			return null;
		}
		ResponseHead head = new ResponseHead(response, this.bodyWanted);
		while (left != 0) {
			int index = Long.SIZE - 1 - Long.numberOfLeadingZeros(left);
			left &= ~(1L << index);
			if (takesPart(exchange, 1L << index)) {
				head.shownTo(index);
				Answer replacement = this.filters.get(index).onResponse(exchange, head);
				if (replacement != null) {
					return replacement;
				}
			}
		}
		return null;
	}

	/**
	 * Shows a piece of a response body to the filters that want to see it.
	 * @param exchange the exchange
	 * @param piece the piece, taken over
	 * @return what goes out in its place
	 */
	ByteBuf responseBody(Exchange exchange, ByteBuf piece) {
		ByteBuf filtered = piece;
		long left = this.wantsBody & upTo(this.reached);
		while (left != 0) {
			int index = Long.SIZE - 1 - Long.numberOfLeadingZeros(left);
			left &= ~(1L << index);
			if (takesPart(exchange, 1L << index)) {
				filtered = responseBody(this.filters.get(index), exchange, filtered);
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
	 * Tells the filters that the request came to, and then the listeners, that an
	 * exchange is over. What one of them throws is logged, and the others are told all
	 * the same.
	 */
	void end(Exchange exchange, Outcome outcome) {
		FilterChain chain = this.filters;
		for (int i = this.reached - 1; i >= 0; i--) {
			if (takesPart(exchange, 1L << i)) {
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
