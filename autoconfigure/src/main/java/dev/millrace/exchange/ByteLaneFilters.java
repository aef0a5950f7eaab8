package dev.millrace.exchange;

import java.util.List;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The filters that requests to a route pass on the byte lane, without an exchange:
 * {@link ByteLaneFilter}s are asked about each request, those that see addresses only are
 * remembered to have let the connection pass. Immutable.
 */
public final class ByteLaneFilters {

	/** Lets everything pass. */
	public static final ByteLaneFilters NONE = new ByteLaneFilters(List.of(), new long[0], 0);

	private static final Logger logger = LoggerFactory.getLogger(ByteLaneFilters.class);

	private final ByteLaneFilter[] filters;

	/** The place of each filter in the chain, as a bit. */
	private final long[] bits;

	private final long all;

	private final long addresses;

	ByteLaneFilters(List<ByteLaneFilter> filters, long[] bits, long addresses) {
		this.filters = filters.toArray(ByteLaneFilter[]::new);
		this.bits = bits;
		this.addresses = addresses;
		long joined = 0;
		for (long bit : bits) {
			joined |= bit;
		}
		this.all = joined;
	}

	/**
	 * Returns the filters that must have let the connection pass.
	 * @return a bit for each, by its place in the chain
	 */
	public long addresses() {
		return this.addresses;
	}

	/**
	 * Returns the filters that are asked about each request.
	 * @return a bit for each, by its place in the chain
	 */
	public long all() {
		return this.all;
	}

	/**
	 * Asks the filters in order, up to the first that does not let the request pass.
	 * @param request the request
	 * @return a bit for each filter that let it pass: {@link #all()} if all did
	 */
	public long ask(ByteLaneView request) {
		long passed = 0;
		for (int i = 0; i < this.filters.length; i++) {
			if (!passes(this.filters[i], request)) {
				return passed;
			}
			passed |= this.bits[i];
		}
		return passed;
	}

	private static boolean passes(ByteLaneFilter filter, ByteLaneView request) {
		try {
			return filter.passes(request);
		}
		catch (Throwable ex) {
			logger.debug("{} failed on the byte lane, so an exchange is made", filter, ex);
			return false;
		}
	}

}
