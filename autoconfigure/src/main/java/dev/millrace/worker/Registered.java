package dev.millrace.worker;

import java.util.concurrent.atomic.AtomicLong;

/**
 * A named value that features add while the server runs, such as a {@link Guard}. Its
 * index is its place in plain arrays, so that code of an event loop finds what belongs to
 * it without a look-up. An index is used again after its value was given back; the number
 * of registration, which is never used again, tells the two values apart. Values are
 * ordered by that number and are equal only to themselves. Safe for use by any thread.
 *
 * @param <V> type of the value
 */
public abstract sealed class Registered<V extends Registered<V>> implements Comparable<V> permits Guard, CloseReason {

	/** Longest name. */
	static final int MAX_LENGTH = 64;

	private static final AtomicLong SEQUENCE = new AtomicLong();

	private final String id;

	private final int index;

	private final long number = SEQUENCE.incrementAndGet();

	private volatile boolean givenBack;

	Registered(String id, int index) {
		this.id = checked(id);
		this.index = index;
	}

	/** The name is the value of a tag of meters and a word of log lines. */
	private static String checked(String id) {
		boolean valid = !id.isEmpty() && id.length() <= MAX_LENGTH;
		for (int i = 0; i < id.length(); i++) {
			char c = id.charAt(i);
			valid &= (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
		}
		if (!valid) {
			throw new IllegalArgumentException("The name '" + id + "' must have 1 to " + MAX_LENGTH
					+ " lower case letters, digits and hyphens, such as request-rate");
		}
		return id;
	}

	/**
	 * Returns the name used in reports.
	 * @return the name, such as {@code write-stall}
	 */
	public final String id() {
		return this.id;
	}

	/**
	 * Returns the place of this value in arrays.
	 * @return the index, from 0 to 255
	 */
	public final int index() {
		return this.index;
	}

	/**
	 * Tells whether this value was given back, so that reports leave it out.
	 * @return whether its index may belong to another value
	 */
	public final boolean isGivenBack() {
		return this.givenBack;
	}

	final void giveBack() {
		this.givenBack = true;
	}

	final boolean isOlderThan(Registered<V> other) {
		return this.number < other.number();
	}

	private long number() {
		return this.number;
	}

	@Override
	public final int compareTo(V other) {
		Registered<V> otherValue = other;
		return Long.compare(this.number, otherValue.number());
	}

	@Override
	public final String toString() {
		return this.id;
	}

}
