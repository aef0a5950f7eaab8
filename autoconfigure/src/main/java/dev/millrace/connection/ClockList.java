package dev.millrace.connection;

import dev.millrace.worker.Guard;
import org.jspecify.annotations.Nullable;

/**
 * The running clocks of one kind on one event loop, the next to expire first: starting,
 * stopping and looking at the first are a few pointer writes. Confined to the loop.
 */
final class ClockList {

	private final Guard guard;

	private final long nanos;

	private @Nullable Clock first;

	private @Nullable Clock last;

	ClockList(Guard guard, long nanos) {
		this.guard = guard;
		this.nanos = nanos;
	}

	/**
	 * Starts a clock, also one that runs already. As all run for the same time, its place
	 * is at the end, or very near if time was read out of order.
	 * @param clock the clock
	 * @param since from when on its time is counted
	 */
	void start(Clock clock, long since) {
		clock.stop();
		clock.expiresNanos = since + this.nanos;
		Clock before = this.last;
		while (before != null && before.expiresNanos - clock.expiresNanos > 0) {
			before = before.previous;
		}
		Clock after = (before != null) ? before.next : this.first;
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
	void remove(Clock clock) {
		Clock before = clock.previous;
		Clock after = clock.next;
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

	/** Stops the clocks that have expired, and tells them. */
	void sweep(long now) {
		Clock clock = this.first;
		while (clock != null && clock.expiresNanos - now <= 0) {
			remove(clock);
			clock.expired(this.guard, now);
			clock = this.first;
		}
	}

}
