package dev.millrace.connection;

import dev.millrace.worker.CloseReason;
import dev.millrace.worker.Guard;
import org.jspecify.annotations.Nullable;

/**
 * The clock of what a connection does between two exchanges: handshake, head of a
 * request, idleness. Within a read it is not touched, however many requests the read
 * brings.
 */
final class PhaseClock extends Clock {

	private final ServerConnection connection;

	private @Nullable Guard guard;

	private long sinceNanos;

	private boolean changed;

	PhaseClock(ServerConnection connection) {
		this.connection = connection;
	}

	/** The connection is in another state now. */
	void entered(ConnectionState state, long nanos) {
		this.guard = switch (state) {
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

	/** Starts or stops the clock as the state asks for. */
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
	void expired(Guard expired, long now) {
		if (expired == Guard.KEEP_ALIVE && answersWait()) {
			// The last answer is still on its way.
			this.sinceNanos = now;
			ClockList clocks = this.connection.loop().clocks(expired);
			if (clocks != null) {
				clocks.start(this, now);
			}
			return;
		}
		if (!this.connection.strikes(expired)) {
			return;
		}
		switch (expired) {
			case KEEP_ALIVE -> this.connection.closeGracefully(CloseReason.KEEP_ALIVE);
			case REQUEST_HEADER -> requestTimedOut();
			default -> this.connection.abort(expired.closeReason());
		}
	}

	private boolean answersWait() {
		Closer closer = this.connection.closer();
		return this.connection.wire().waits() || (closer != null && closer.busy());
	}

	private void requestTimedOut() {
		Closer closer = this.connection.closer();
		if (this.connection.state() == ConnectionState.READING && closer != null) {
			this.connection.closing(CloseReason.REQUEST_HEADER);
			closer.requestTimedOut();
		}
		else {
			this.connection.abort(CloseReason.REQUEST_HEADER);
		}
	}

}
