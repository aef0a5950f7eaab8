package dev.millrace.connection;

import org.jspecify.annotations.Nullable;

/**
 * The running clocks of one length on one event loop, the one that is due first at the
 * front. Starting, stopping and looking at the first are a few pointer writes. A clock
 * that is started again keeps its place until it is due: a connection in use costs one
 * write per read, and its neighbours are not touched. Confined to the event loop.
 */
final class ClockList {

	/*
	 * Implementation note.
	 *
	 * Idea: all clocks of a list run equally long, so the list is sorted by the time of
	 * start without any sorting, and one task per event loop looks at the first entry
	 * every 100 ms. Netty's scheduled tasks are a binary heap: entering and leaving cost
	 * O(log n) comparisons and an object each, and a loop that has scheduled tasks reads
	 * the clock each time that it wakes up.
	 *
	 * A clock has two times. "expires" is when its time is over; "due" is when the list
	 * looks at it, never later than that. Restarting a clock that is in this list only
	 * moves "expires": one write, where moving the entry to the end would touch its
	 * neighbours, which belong to other connections and are not in the cache. When the
	 * sweep finds a clock that is due and not expired, it enters it again with its new
	 * time.
	 *
	 * Invariants: entries are ordered by "due"; due <= expires; an entry is in one list
	 * at most, and knows which; times are compared by their difference, because
	 * System.nanoTime() may overflow.
	 *
	 * start() may be told a time a little before that of the last entry, as the time of a
	 * read is taken once and used until its end; add() then walks backwards a few
	 * entries.
	 *
	 * Precision: a clock never expires early, and expires late by the period of the
	 * sweep. A sweep tells a limited number of clocks (16 that close connections, 64
	 * others), then lets the loop read and write for a millisecond: 100,000 connections
	 * that expire together must not stop the others.
	 *
	 * Tried: moving a clock to the end of the list at each restart. It was replaced by
	 * the two times; see LoopDeadlines for the lists of timeouts that features choose.
	 *
	 * Source: the timer lists of the Linux kernel and of nginx solve the same with a
	 * wheel and a tree, for arbitrary timeouts; equal timeouts need neither.
	 */

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
	 * Enters a clock. As all clocks of the list run equally long, its place is at the
	 * end, or a few entries before where times were read out of order.
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
	 * Takes out the clocks that have expired, and calls {@link Entry#expired}.
	 * @param now the time
	 * @param most how many to expire at most
	 * @return how many expired; if as many as allowed, there may be more
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
