package dev.millrace.connection;

import dev.millrace.worker.CloseReason;
import dev.millrace.worker.Guard;
import org.jspecify.annotations.Nullable;

/**
 * The state of a connection, and the clock of the states in which the client must act:
 * TLS handshake, head of a request, wait for the next one. While a read is handled only
 * fields change; the clock enters its list at the end of the read, so that a read with
 * many requests moves it once. Confined to the event loop.
 */
final class PhaseClock extends Clock {

	private final ServerConnection connection;

	private ConnectionState state = ConnectionState.ACCEPTED;

	private @Nullable Guard guard;

	private long sinceNanos;

	private boolean changed;

	PhaseClock(ServerConnection connection) {
		this.connection = connection;
	}

	/** What the connection is doing. */
	ConnectionState state() {
		return this.state;
	}

	/** Starts the clock of a connection that was accepted. */
	void begin(long nanos) {
		entered(this.state, nanos);
	}

	/**
	 * Changes the state.
	 * @param entered the new state
	 * @param nanos the time of the change
	 * @return whether that state may follow; if not, nothing changes
	 */
	boolean enter(ConnectionState entered, long nanos) {
		if (!this.state.allows(entered)) {
			return false;
		}
		this.state = entered;
		entered(entered, nanos);
		return true;
	}

	private void entered(ConnectionState entered, long nanos) {
		this.guard = switch (entered) {
			case TLS_HANDSHAKE -> Guard.TLS_HANDSHAKE;
			case ACCEPTED, READING -> Guard.REQUEST_HEADER;
			case KEEP_ALIVE -> Guard.KEEP_ALIVE;
			default -> null;
		};
		this.sinceNanos = nanos;
		this.changed = true;
		if (!this.connection.wire().reading()) {
			settle();
		}
	}

	/** Starts or stops the clock as the state asks for, at the end of a read. */
	void settle() {
		if (!this.changed) {
			return;
		}
		this.changed = false;
		ClockList clocks = (this.guard != null) ? this.connection.loop().clocks(this.guard) : null;
		if (clocks != null) {
			clocks.start(this, this.sinceNanos);
		}
		else {
			stop();
		}
	}

	@Override
	void expired(long now) {
		Guard expired = this.guard;
		if (expired == null) {
			return;
		}
		if (expired == Guard.KEEP_ALIVE && answersWait()) {
			// The client is still taking the last answer: it cannot send the next request
			// yet.
			this.sinceNanos = now;
			ClockList clocks = this.connection.loop().clocks(expired);
			if (clocks != null) {
				clocks.start(this, now);
			}
			return;
		}
		if (!this.connection.loop().strikes(this.connection, expired)) {
			return;
		}
		if (expired == Guard.KEEP_ALIVE) {
			this.connection.closeGracefully(CloseReason.KEEP_ALIVE);
		}
		else if (expired == Guard.REQUEST_HEADER) {
			requestTimedOut();
		}
		else {
			this.connection.abort(expired.closeReason());
		}
	}

	/**
	 * Whether the client has sent no byte of a request for that long, and no answer
	 * waits.
	 */
	boolean idle(long nanos, long now) {
		return (this.state == ConnectionState.KEEP_ALIVE || this.state == ConnectionState.ACCEPTED)
				&& now - this.sinceNanos >= nanos && !answersWait();
	}

	private boolean answersWait() {
		return this.connection.wire().waits() || this.connection.closer().busy();
	}

	private void requestTimedOut() {
		if (this.state == ConnectionState.READING) {
			this.connection.closing(CloseReason.REQUEST_HEADER);
			this.connection.closer().requestTimedOut();
		}
		else {
			this.connection.abort(CloseReason.REQUEST_HEADER);
		}
	}

}
