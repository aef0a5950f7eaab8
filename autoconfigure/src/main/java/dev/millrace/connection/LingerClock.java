package dev.millrace.connection;

/**
 * Looks once a second at a connection that waits for its client to close. Stands in the
 * lists that the loop sweeps anyway: with a timer of its own, each connection that serves
 * one request would enter and leave the queue of timers. Confined to the event loop.
 */
public final class LingerClock extends Clock {

	private final ServerConnection connection;

	private final Runnable look;

	/**
	 * Creates a clock that does not run.
	 * @param connection the connection
	 * @param look is run when a second is over, and may {@link #start() start} the next
	 */
	public LingerClock(ServerConnection connection, Runnable look) {
		this.connection = connection;
		this.look = look;
	}

	/**
	 * The time by which the seconds are counted, in nanoseconds: that of the event loop,
	 * which tests can stop.
	 */
	public long now() {
		return this.connection.channel().eventLoop().ticker().nanoTime();
	}

	/** Starts a second. It lasts up to 100 ms longer, the period of the sweep. */
	public void start() {
		this.connection.loop().lingering().start(this, now());
	}

	@Override
	void expired(long now) {
		this.look.run();
	}

}
