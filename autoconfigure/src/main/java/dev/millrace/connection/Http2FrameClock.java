package dev.millrace.connection;

import dev.millrace.worker.Guard;

/**
 * The clock of an HTTP/2 frame that came only in part, or of a head of which a frame is
 * missing. No other stream of the connection can be heard before it is complete, so it
 * has the time of the head of a request. Confined to the event loop.
 */
public final class Http2FrameClock extends Clock {

	private final ServerConnection connection;

	/**
	 * Creates the clock of a connection.
	 * @param connection the connection
	 */
	public Http2FrameClock(ServerConnection connection) {
		this.connection = connection;
	}

	/**
	 * Starts the time: a frame has begun in the read in progress, and did not end in it.
	 */
	public void begun() {
		ClockList clocks = this.connection.loop().clocks(Guard.REQUEST_HEADER);
		if (clocks != null) {
			clocks.start(this, this.connection.lastActivityNanos());
		}
	}

	/** Stops the time: all frames that have begun before are complete. */
	public void ended() {
		this.connection.wire().delivered();
		stop();
	}

	@Override
	void expired(long now) {
		if (this.connection.loop().strikes(this.connection, Guard.REQUEST_HEADER)) {
			this.connection.abort(Guard.REQUEST_HEADER.closeReason());
		}
	}

}
