package dev.millrace.connection;

import dev.millrace.worker.Guard;

/**
 * Measures how long a connection whose client has ended its input waits for an answer.
 * Made when that happens, so that other connections do not pay for it. Confined to the
 * event loop.
 */
public final class HalfCloseClock extends Clock {

	private final ServerConnection connection;

	private final Runnable listener;

	/**
	 * Creates a clock that does not run.
	 * @param connection the connection
	 * @param listener is run when the time is over
	 */
	public HalfCloseClock(ServerConnection connection, Runnable listener) {
		this.connection = connection;
		this.listener = listener;
	}

	/** Starts the time from the beginning. */
	public void restart() {
		ClockList clocks = this.connection.loop().clocks(Guard.HALF_CLOSE);
		if (clocks != null) {
			clocks.start(this, System.nanoTime());
		}
	}

	/** Counts and logs that the connection is closed because the time is over. */
	public void strike() {
		this.connection.loop().strikes(this.connection, Guard.HALF_CLOSE);
		this.connection.closing(Guard.HALF_CLOSE.closeReason());
	}

	@Override
	void expired(long now) {
		this.listener.run();
	}

}
