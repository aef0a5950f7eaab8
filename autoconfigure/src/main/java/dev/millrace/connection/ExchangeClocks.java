package dev.millrace.connection;

import dev.millrace.connection.Timeouts.MinimumRate;
import dev.millrace.worker.Guard;
import org.jspecify.annotations.Nullable;

/**
 * The clocks of one exchange: how long and how slowly its body may come, and how long its
 * handler may take. Made only for exchanges that need one. Confined to the event loop.
 */
public final class ExchangeClocks {

	private final ServerConnection connection;

	private final DeadlineListener listener;

	private final MinimumRate minimumRate;

	private final @Nullable Clock rate;

	private final @Nullable Clock total;

	private final @Nullable Clock handler;

	private boolean waiting;

	private long waitingSince;

	private long waitedNanos;

	private long bytes;

	/**
	 * Number of bytes received from the connection when the rate was last judged.
	 */
	private long judged;

	private ExchangeClocks(ServerConnection connection, DeadlineListener listener, boolean bodyFollows) {
		long nanos = connection.wire().now();
		this.connection = connection;
		this.listener = listener;
		this.judged = connection.wire().bytesIn();
		this.minimumRate = connection.loop().settings().timeouts().requestBodyMinRate();
		this.rate = bodyFollows ? started(Guard.REQUEST_BODY_MIN_RATE, nanos) : null;
		this.total = bodyFollows ? started(Guard.REQUEST_BODY, nanos) : null;
		this.handler = started(Guard.HANDLER, nanos);
	}

	/**
	 * Starts the clocks of an exchange.
	 * @param connection the connection
	 * @param bodyFollows whether a body is to come
	 * @param listener is told when one has expired
	 * @return the clocks, or {@code null} if none is needed
	 */
	public static @Nullable ExchangeClocks start(ServerConnection connection, boolean bodyFollows,
			DeadlineListener listener) {
		boolean needed = bodyFollows || connection.loop().clocks(Guard.HANDLER) != null;
		return needed ? new ExchangeClocks(connection, listener, bodyFollows) : null;
	}

	private @Nullable Clock started(Guard guard, long nanos) {
		ClockList list = this.connection.loop().clocks(guard);
		if (list == null) {
			return null;
		}
		Clock clock = new ExchangeClock(guard);
		list.start(clock, nanos);
		return clock;
	}

	/**
	 * Starts the time in which the client must send: more of the body was asked for.
	 * @param nanos the time
	 */
	public void readRequested(long nanos) {
		if (!this.waiting) {
			this.waiting = true;
			this.waitingSince = nanos;
		}
	}

	/**
	 * Stops the time of the client, because a piece of the body has come and is being
	 * handled.
	 * @param count its bytes
	 * @param last whether it is the end of the body
	 * @param nanos the time
	 */
	public void bodyReceived(int count, boolean last, long nanos) {
		this.bytes += count;
		this.connection.wire().delivered();
		if (this.waiting) {
			this.waitedNanos += nanos - this.waitingSince;
			this.waiting = false;
		}
		if (last) {
			stop(this.rate);
			stop(this.total);
		}
	}

	/** Stops the time of the handler: the head of the answer is going out. */
	public void responseStarted() {
		stop(this.handler);
	}

	/** Stops all clocks: the exchange is over. */
	public void ended() {
		stop(this.rate);
		stop(this.total);
		stop(this.handler);
	}

	private static void stop(@Nullable Clock clock) {
		if (clock != null) {
			clock.stop();
		}
	}

	private void expired(Clock clock, Guard guard, long now) {
		if (guard == Guard.REQUEST_BODY_MIN_RATE && !tooSlow(clock, now)) {
			return;
		}
		if (this.connection.loop().strikes(this.connection, guard)) {
			this.listener.deadlineMissed(guard);
		}
	}

	/**
	 * Whether the client is slower than the minimum rate. Judged once it has had most of
	 * the window to send, because a rate over less time says little.
	 */
	private boolean tooSlow(Clock clock, long now) {
		if (this.waiting) {
			this.waitedNanos += now - this.waitingSince;
			this.waitingSince = now;
		}
		if (this.waitedNanos * 2 <= this.minimumRate.window().time().toNanos()) {
			return again(clock, now);
		}
		WireProgress wire = this.connection.wire();
		// Bytes of a TLS record or an HTTP/2 frame that is not complete count as
		// received: the client has sent them.
		long received = this.bytes + wire.undelivered(this.judged);
		boolean slow = !wire.throttled() && this.minimumRate.missed(received, this.waitedNanos);
		this.judged = wire.bytesIn();
		this.waitedNanos = 0;
		this.bytes = 0;
		return slow || again(clock, now);
	}

	private boolean again(Clock clock, long now) {
		ClockList list = this.connection.loop().clocks(Guard.REQUEST_BODY_MIN_RATE);
		if (list != null) {
			list.start(clock, now);
		}
		return false;
	}

	/** One of the clocks, for one guard. */
	private final class ExchangeClock extends Clock {

		private final Guard guard;

		ExchangeClock(Guard guard) {
			this.guard = guard;
		}

		@Override
		void expired(long now) {
			ExchangeClocks.this.expired(this, this.guard, now);
		}

	}

}
