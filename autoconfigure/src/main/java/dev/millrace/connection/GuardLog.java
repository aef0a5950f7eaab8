package dev.millrace.connection;

import dev.millrace.worker.Guard;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs what guards do, at most once a second for each kind. Confined to one thread.
 */
@SuppressWarnings("EnumOrdinal") // the index of a plain array
public final class GuardLog {

	private static final Logger logger = LoggerFactory.getLogger("millrace.guards");

	private static final long SECOND = 1_000_000_000;

	private final long[] lastNanos = new long[Guard.values().length];

	private final long[] since = new long[Guard.values().length];

	/**
	 * Says that a guard took action.
	 * @param guard the guard
	 * @param enforced whether for real
	 * @param now the time
	 * @param detail whom it met
	 */
	public void log(Guard guard, boolean enforced, long now, Object detail) {
		int kind = guard.ordinal();
		this.since[kind]++;
		if (this.lastNanos[kind] != 0 && now - this.lastNanos[kind] < SECOND) {
			return;
		}
		this.lastNanos[kind] = now;
		if (enforced) {
			logger.info("{} met {} time(s), last by {}", guard.id(), this.since[kind], detail);
		}
		else {
			logger.info("{} would have met {} time(s), last by {}", guard.id(), this.since[kind], detail);
		}
		this.since[kind] = 0;
	}

}
