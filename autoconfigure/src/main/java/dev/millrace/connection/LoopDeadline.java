package dev.millrace.connection;

import java.time.Duration;

/**
 * A deadline that a feature sets on a connection, kept in a list that the event loop
 * sweeps every 100 ms, so that it costs no timer: starting and stopping are a few pointer
 * writes, and one that runs takes 48 bytes.
 * <p>
 * Confined to the event loop of the connection: start and stop it there, and
 * {@link #passed()} is called there. It never passes early. It passes at most 120 ms
 * late, where the timeout is more than 10 s at most 1 % of it and 100 ms late, and later
 * still only while more deadlines pass at once than the loop can tell, 64 in a
 * millisecond. A running deadline keeps whatever it refers to: stop it when that ends,
 * for it is not stopped with the connection.
 */
public abstract class LoopDeadline extends Clock {

	private final ServerConnection connection;

	/**
	 * Creates a deadline that does not run.
	 * @param connection the connection on whose event loop it will run
	 */
	protected LoopDeadline(ServerConnection connection) {
		this.connection = connection;
	}

	/**
	 * Starts the deadline. A deadline that runs starts from the beginning.
	 * @param timeout how long it runs from now on; zero or less passes with the next
	 * sweep, more than 100 years is taken for 100 years
	 */
	public final void start(Duration timeout) {
		start(LoopDeadlines.nanos(timeout));
	}

	/**
	 * Starts the deadline. A deadline that runs starts from the beginning.
	 * @param nanos how long it runs from now on, in nanoseconds
	 */
	public final void start(long nanos) {
		this.connection.loop().deadlines().list(nanos).start(this, this.connection.wire().now());
	}

	/**
	 * Called on the event loop when the time is over. The deadline does not run any more,
	 * and may be started again.
	 */
	protected abstract void passed();

	@Override
	final void expired(long now) {
		passed();
	}

}
