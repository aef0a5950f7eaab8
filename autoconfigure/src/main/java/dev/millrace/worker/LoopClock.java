package dev.millrace.worker;

/**
 * The time at which an event loop begins to look at what has happened, read once for all
 * connections that have input. Confined to the loop.
 */
public final class LoopClock {

	private boolean read;

	private long nanos;

	/** Says that the loop is about to ask the kernel what has happened. */
	public void turned() {
		this.read = false;
	}

	/**
	 * Returns the time at which it was first asked for since the last turn.
	 * @return the time, as {@link System#nanoTime()} tells it
	 */
	public long nanos() {
		if (!this.read) {
			this.read = true;
			this.nanos = System.nanoTime();
		}
		return this.nanos;
	}

}
