package dev.millrace.exchange;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * The filters in order, and what each of them named as its needs. Immutable; swapped
 * whole. A set of filters is a number with a bit for each, by its place in the chain.
 */
public final class FilterChain {

	/** Most filters of a chain: each has a bit of a {@code long}. */
	private static final int MOST = Long.SIZE;

	private static final Set<Need> REQUEST = EnumSet.of(Need.ADDRESS, Need.HEAD, Need.BODY);

	private static final Set<Need> BYTES = EnumSet.of(Need.ADDRESS, Need.HEAD);

	private final ExchangeFilter[] filters;

	private final long asked;

	private final long addressesOnly;

	private final long responseHead;

	private final long responseBody;

	/**
	 * Creates a chain.
	 * @param filters the filters in the order in which they are asked about requests
	 * @throws IllegalArgumentException if there are more than 64
	 */
	public FilterChain(List<? extends ExchangeFilter> filters) {
		if (filters.size() > MOST) {
			throw new IllegalArgumentException(
					"There are " + filters.size() + " filters of exchanges, and at most " + MOST + " are possible");
		}
		this.filters = filters.toArray(ExchangeFilter[]::new);
		long askedFilters = 0;
		long ofAddresses = 0;
		long head = 0;
		long body = 0;
		for (int i = 0; i < this.filters.length; i++) {
			Set<Need> needs = this.filters[i].needs();
			long bit = 1L << i;
			askedFilters |= Collections.disjoint(needs, REQUEST) ? 0 : bit;
			ofAddresses |= needs.equals(EnumSet.of(Need.ADDRESS)) ? bit : 0;
			head |= needs.contains(Need.RESPONSE_HEAD) ? bit : 0;
			body |= needs.contains(Need.RESPONSE_BODY) ? bit : 0;
		}
		this.asked = askedFilters;
		this.addressesOnly = ofAddresses;
		this.responseHead = head;
		this.responseBody = body;
	}

	/**
	 * Finds filters by their type.
	 * @param types the types
	 * @return the filters that are of one of the types, for {@link Exchange#skip(long)}
	 */
	public long indexesOf(Iterable<? extends Class<? extends ExchangeFilter>> types) {
		long found = 0;
		for (Class<? extends ExchangeFilter> type : types) {
			for (int i = 0; i < this.filters.length; i++) {
				if (type.isInstance(this.filters[i])) {
					found |= 1L << i;
				}
			}
		}
		return found;
	}

	/**
	 * Finds the filters that do not apply to a route.
	 * @param route the route
	 * @return the filters, for {@link Exchange#skip(long)}
	 */
	public long notApplyingTo(Route route) {
		long found = 0;
		for (int i = 0; i < this.filters.length; i++) {
			if (!this.filters[i].appliesTo(route)) {
				found |= 1L << i;
			}
		}
		return found;
	}

	/**
	 * Finds the filters that requests to a route pass on the byte lane.
	 * @param skipped the filters that have no say in the route
	 * @return the filters, {@code null} if one of them must see an exchange
	 */
	public @Nullable ByteLaneFilters onBytes(long skipped) {
		List<ByteLaneFilter> found = new ArrayList<>();
		long[] bits = new long[this.filters.length];
		long addresses = 0;
		for (int i = 0; i < this.filters.length; i++) {
			long bit = 1L << i;
			switch (cost(i, skipped)) {
				case NONE -> {
				}
				case BYTES -> {
					bits[found.size()] = bit;
					found.add((ByteLaneFilter) this.filters[i]);
				}
				case CONNECTION -> addresses |= bit;
				case EXCHANGE -> {
					return null;
				}
			}
		}
		return new ByteLaneFilters(found, Arrays.copyOf(bits, found.size()), addresses);
	}

	/**
	 * Tells what each filter costs a route.
	 * @param skipped the filters that have no say in the route
	 * @return the cost by the name of the filter's class, in order
	 */
	public Map<String, Cost> costs(long skipped) {
		Map<String, Cost> costs = new LinkedHashMap<>();
		for (int i = 0; i < this.filters.length; i++) {
			if (!answersRoutes(i)) {
				costs.merge(this.filters[i].getClass().getName(), cost(i, skipped),
						(first, second) -> (first.compareTo(second) > 0) ? first : second);
			}
		}
		return costs;
	}

	/**
	 * Whether a filter is a router: it answers the requests of its routes, so they do not
	 * pass it and it costs them nothing.
	 */
	private boolean answersRoutes(int index) {
		return this.filters[index] instanceof ExchangeRouter;
	}

	private Cost cost(int index, long skipped) {
		long bit = 1L << index;
		if ((skipped & bit) != 0 || answersRoutes(index)) {
			return Cost.NONE;
		}
		if ((this.addressesOnly & bit) != 0) {
			return Cost.CONNECTION;
		}
		ExchangeFilter filter = this.filters[index];
		boolean bytes = filter instanceof ByteLaneFilter && BYTES.containsAll(filter.needs());
		return bytes ? Cost.BYTES : Cost.EXCHANGE;
	}

	/**
	 * Tells how often the filters that see addresses only have changed their mind.
	 * @return a number that rises with the generation of each of them
	 */
	long generation() {
		long sum = 0;
		for (long left = this.addressesOnly; left != 0; left &= left - 1) {
			sum += this.filters[Long.numberOfTrailingZeros(left)].generation();
		}
		return sum;
	}

	int size() {
		return this.filters.length;
	}

	ExchangeFilter get(int index) {
		return this.filters[index];
	}

	/** The filters that named a phase of the request. */
	long asked() {
		return this.asked;
	}

	/** The filters that named the address of the client and nothing else. */
	long addressesOnly() {
		return this.addressesOnly;
	}

	/** The filters that named the head of the response. */
	long responseHead() {
		return this.responseHead;
	}

	/** The filters that named the body of the response. */
	long responseBody() {
		return this.responseBody;
	}

	/**
	 * The filters for which what they named is switched on for each exchange, because
	 * they are not asked about requests and cannot say for which.
	 */
	long always() {
		return ~this.asked;
	}

	/**
	 * What a filter costs a route, by what it must see.
	 */
	public enum Cost {

		/** Nothing: it has no say in requests to the route. */
		NONE,

		/** One call with the bytes of each request. */
		BYTES,

		/** One call for each connection, and a comparison for each request. */
		CONNECTION,

		/** An exchange for each request. */
		EXCHANGE

	}

}
