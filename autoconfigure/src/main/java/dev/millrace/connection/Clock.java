package dev.millrace.connection;

/**
 * A deadline that stands in a list of its event loop. A clock stands in one list at a
 * time: starting it in another stops it in the first. Confined to the event loop of its
 * list.
 */
abstract class Clock extends ClockList.Entry {

	/**
	 * Tells whether the clock runs.
	 * @return whether its time has begun and is not over
	 */
	public final boolean running() {
		return listed();
	}

	/**
	 * Stops the clock if it runs; the owner of a clock calls it at the latest when the
	 * connection is closed.
	 */
	public final void stop() {
		leave();
	}

}
