package dev.millrace.connection;

import dev.millrace.connection.Timeouts.MinimumRate;
import dev.millrace.worker.Guard;

/**
 * One deadline of an answer while bytes of it wait for the client: that some are taken,
 * or that they are taken fast enough.
 */
final class WriteClock extends Clock {

	private final ServerConnection connection;

	private final WriteProgress progress;

	private final Guard guard;

	private final MinimumRate minimumRate;

	private long taken;

	private int checks;

	WriteClock(ServerConnection connection, WriteProgress progress, Guard guard, MinimumRate minimumRate) {
		this.connection = connection;
		this.progress = progress;
		this.guard = guard;
		this.minimumRate = minimumRate;
	}

	void start(long now) {
		ClockList clocks = this.connection.loop().clocks(this.guard);
		if (clocks != null) {
			this.taken = this.progress.taken();
			this.checks = 0;
			clocks.start(this, now);
		}
	}

	@Override
	void expired(long now) {
		if (!this.progress.waits()) {
			return;
		}
		long before = this.taken;
		int check = this.checks + 1;
		long since = this.progress.taken() - before;
		if (this.guard == Guard.WRITE_STALL && since == 0) {
			if (check >= Timeouts.STALL_CHECKS && this.connection.loop().strikes(this.connection, this.guard)) {
				this.progress.cut(this.guard);
				return;
			}
			start(now);
			this.checks = check % Timeouts.STALL_CHECKS;
		}
		else if (this.guard == Guard.RESPONSE_MIN_RATE && since >= 0
				&& this.minimumRate.missed(since, this.minimumRate.window().time().toNanos())
				&& this.connection.loop().strikes(this.connection, this.guard)) {
			this.progress.cut(this.guard);
		}
		else {
			start(now);
		}
	}

}
