package dev.millrace.exchange;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * A numbered place for one value in every {@link Exchange}, found by index instead of by
 * name. Made once, at start-up, and kept in a constant or a field of the filter that owns
 * it.
 *
 * @param <T> type of the value
 */
@SuppressWarnings("UnusedTypeParameter") // it is the type of the value that get and set
											// agree on
public final class Slot<T> {

	private static final AtomicInteger COUNT = new AtomicInteger();

	private final int index = COUNT.getAndIncrement();

	/** Takes the next number. */
	public Slot() {
	}

	int index() {
		return this.index;
	}

	static int count() {
		return COUNT.get();
	}

}
