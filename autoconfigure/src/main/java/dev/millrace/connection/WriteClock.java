package dev.millrace.connection;

import dev.millrace.connection.Timeouts.MinimumRate;
import dev.millrace.worker.Guard;
import io.netty.channel.ChannelOption;

/**
 * Watches how an answer is taken while some of it waits for the client. Made when a
 * connection is slow for the first time.
 */
final class WriteClock extends Clock {

	private final ServerConnection connection;

	private final Guard guard;

	private final MinimumRate minimumRate;

	private long drained;

	private int checks;

	WriteClock(ServerConnection connection, Guard guard, MinimumRate minimumRate) {
		this.connection = connection;
		this.guard = guard;
		this.minimumRate = minimumRate;
	}

	void start(long now) {
		ClockList clocks = this.connection.loop().clocks(this.guard);
		if (clocks != null) {
			this.drained = this.connection.wire().drained();
			this.checks = 0;
			clocks.start(this, now);
		}
	}

	@Override
	void expired(Guard expired, long now) {
		if (!this.connection.wire().writesWait()) {
			return;
		}
		long before = this.drained;
		int check = this.checks + 1;
		long taken = this.connection.wire().drained() - before;
		if (expired == Guard.WRITE_STALL && taken == 0) {
			if (check >= Timeouts.STALL_CHECKS && this.connection.strikes(expired)) {
				reset(expired);
				return;
			}
			start(now);
			this.checks = check % Timeouts.STALL_CHECKS;
		}
		else if (expired == Guard.RESPONSE_MIN_RATE && taken >= 0
				&& this.minimumRate.missed(taken, this.minimumRate.window().time().toNanos())
				&& this.connection.strikes(expired)) {
			reset(expired);
		}
		else {
			start(now);
		}
	}

	/** Closes, and forgets what was not read. */
	private void reset(Guard expired) {
		this.connection.channel().config().setOption(ChannelOption.SO_LINGER, 0);
		this.connection.abort(expired.closeReason());
	}

}
