package dev.millrace.connection;

import org.jspecify.annotations.Nullable;

/**
 * The running clocks of one length on one event loop, the next that is due first:
 * starting, stopping and looking at the first are a few pointer writes. A clock that is
 * started again keeps its place until it is due: a connection in use costs one write per
 * read, and its neighbours are not touched. Confined to the loop.
 */
final class ClockList {

	private final long nanos;

	private @Nullable Entry first;

	private @Nullable Entry last;

	/**
	 * Creates an empty list.
	 * @param nanos how long each of its clocks runs
	 */
	ClockList(long nanos) {
		this.nanos = nanos;
	}

	/**
	 * Starts a clock, also one that runs already.
	 * @param clock the clock
	 * @param since from when on its time is counted
	 */
	void start(Entry clock, long since) {
		clock.expiresNanos = since + this.nanos;
		if (clock.list != this || clock.expiresNanos - clock.dueNanos < 0) {
			clock.leave();
			add(clock);
		}
	}

	/**
	 * As all clocks run for the same time, the place of a new one is at the end, or very
	 * near if time was read out of order.
	 */
	private void add(Entry clock) {
		clock.dueNanos = clock.expiresNanos;
		Entry before = this.last;
		while (before != null && before.dueNanos - clock.dueNanos > 0) {
			before = before.previous;
		}
		Entry after = (before != null) ? before.next : this.first;
		clock.list = this;
		clock.previous = before;
		clock.next = after;
		if (before != null) {
			before.next = clock;
		}
		else {
			this.first = clock;
		}
		if (after != null) {
			after.previous = clock;
		}
		else {
			this.last = clock;
		}
	}

	/** Takes out a clock that is in this list. */
	void remove(Entry clock) {
		Entry before = clock.previous;
		Entry after = clock.next;
		if (before != null) {
			before.next = after;
		}
		else {
			this.first = after;
		}
		if (after != null) {
			after.previous = before;
		}
		else {
			this.last = before;
		}
		clock.list = null;
		clock.previous = null;
		clock.next = null;
	}

	/**
	 * Stops clocks that have expired, and tells them.
	 * @param now the time
	 * @param most how many to tell at most
	 * @return how many were told; if as many as allowed, there may be more
	 */
	int sweep(long now, int most) {
		int told = 0;
		Entry clock = this.first;
		while (told < most && clock != null && clock.dueNanos - now <= 0) {
			remove(clock);
			if (clock.expiresNanos - now <= 0) {
				told++;
				clock.expired(now);
			}
			else {
				add(clock);
			}
			clock = this.first;
		}
		return told;
	}

	/**
	 * What a clock knows of its place in a list. Only the list changes it.
	 */
	abstract static class Entry {

		private @Nullable Entry previous;

		private @Nullable Entry next;

		private @Nullable ClockList list;

		private long expiresNanos;

		/** By which time the list looks at the clock, not after it expires. */
		private long dueNanos;

		/**
		 * The time is over; the clock has been stopped.
		 * @param now the time
		 */
		abstract void expired(long now);

		/** Whether the clock stands in a list. */
		final boolean listed() {
			return this.list != null;
		}

		/** Takes the clock out of its list, if it stands in one. */
		final void leave() {
			if (this.list != null) {
				this.list.remove(this);
			}
		}

	}

}
