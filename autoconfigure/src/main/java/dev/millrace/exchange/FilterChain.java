package dev.millrace.exchange;

import java.util.ArrayList;
import java.util.List;

/**
 * The filters in order, and what they need taken together. Immutable; swapped whole.
 */
public final class FilterChain {

	private final ExchangeFilter[] filters;

	private final boolean[] responseHead;

	private final boolean[] responseBody;

	private final boolean anyResponseHead;

	private final boolean anyResponseBody;

	/**
	 * Creates a chain.
	 * @param filters the filters in the order in which they are asked about requests
	 */
	public FilterChain(List<? extends ExchangeFilter> filters) {
		this.filters = filters.toArray(ExchangeFilter[]::new);
		this.responseHead = new boolean[this.filters.length];
		this.responseBody = new boolean[this.filters.length];
		boolean head = false;
		boolean body = false;
		for (int i = 0; i < this.filters.length; i++) {
			this.responseHead[i] = this.filters[i].needs().contains(Need.RESPONSE_HEAD);
			this.responseBody[i] = this.filters[i].needs().contains(Need.RESPONSE_BODY);
			head |= this.responseHead[i];
			body |= this.responseBody[i];
		}
		this.anyResponseHead = head;
		this.anyResponseBody = body;
	}

	/**
	 * Finds filters by their type.
	 * @param types the types
	 * @return a bit for each filter that is of one of the types, for
	 * {@link Exchange#skip(long)}
	 */
	public long indexesOf(Iterable<? extends Class<? extends ExchangeFilter>> types) {
		long found = 0;
		for (Class<? extends ExchangeFilter> type : types) {
			for (int i = 0; i < Math.min(Long.SIZE, this.filters.length); i++) {
				if (type.isInstance(this.filters[i])) {
					found |= 1L << i;
				}
			}
		}
		return found;
	}

	/**
	 * Returns the filters that see an exchange.
	 * @param skipped a bit for each filter that is left out
	 * @return the others in order
	 */
	public List<ExchangeFilter> without(long skipped) {
		List<ExchangeFilter> left = new ArrayList<>();
		for (int i = 0; i < this.filters.length; i++) {
			if (i >= Long.SIZE || (skipped & (1L << i)) == 0) {
				left.add(this.filters[i]);
			}
		}
		return left;
	}

	int size() {
		return this.filters.length;
	}

	ExchangeFilter get(int index) {
		return this.filters[index];
	}

	boolean seesResponseHead() {
		return this.anyResponseHead;
	}

	boolean seesResponseHead(int index) {
		return this.responseHead[index];
	}

	boolean seesResponseBody() {
		return this.anyResponseBody;
	}

	boolean seesResponseBody(int index) {
		return this.responseBody[index];
	}

}
