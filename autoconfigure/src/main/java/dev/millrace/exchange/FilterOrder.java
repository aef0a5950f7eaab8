package dev.millrace.exchange;

/**
 * Places in the order of {@link ExchangeFilter}s, for use with {@code @Order}: a lower
 * number is asked earlier about a request and later about its response. Filters of the
 * application belong between {@link #APPLICATION_FIRST} and {@link #APPLICATION_LAST}.
 */
public final class FilterOrder {

	/** Place of filters that refuse addresses and attacks. */
	public static final int FIREWALL = -2000;

	/** Place of filters that shed load. */
	public static final int OVERLOAD = -1000;

	/** First place for filters of the application. */
	public static final int APPLICATION_FIRST = -500;

	/** Place of a filter without an order. */
	public static final int APPLICATION = 0;

	/** Last place for filters of the application. */
	public static final int APPLICATION_LAST = 500;

	/** Place of the cache, which answers stored responses. */
	public static final int CACHE = 1000;

	/** Place of the filter that serves files. */
	public static final int FILES = 2000;

	/** Place of the filter that answers hot routes: the last of all. */
	public static final int HOT = 3000;

	private FilterOrder() {
	}

}
