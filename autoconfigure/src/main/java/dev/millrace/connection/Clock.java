package dev.millrace.connection;

import org.jspecify.annotations.Nullable;

/**
 * Something that may expire. A clock stands in one list at a time: starting it in another
 * stops it in the first. Confined to the event loop of its list.
 */
abstract class Clock {

	@Nullable Clock previous;

	@Nullable Clock next;

	@Nullable ClockList list;

	long expiresNanos;

	/** By which time its list looks at it, not after it expires. */
	long dueNanos;

	/**
	 * The time is over; the clock has been stopped.
	 * @param now the time
	 */
	abstract void expired(long now);

	/**
	 * Tells whether the clock runs.
	 * @return whether its time has begun and is not over
	 */
	public final boolean running() {
		return this.list != null;
	}

	/**
	 * Stops the clock if it runs; the owner of a clock calls it at the latest when the
	 * connection is closed.
	 */
	public final void stop() {
		if (this.list != null) {
			this.list.remove(this);
		}
	}

}
