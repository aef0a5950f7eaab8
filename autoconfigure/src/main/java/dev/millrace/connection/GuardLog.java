package dev.millrace.connection;

import dev.millrace.worker.Guard;
import dev.millrace.worker.LogLimit;
import dev.millrace.worker.RegisteredMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs what guards do, at most once a second for each of them. Thread-safe.
 */
public final class GuardLog {

	private static final Logger logger = LoggerFactory.getLogger("millrace.guards");

	private final RegisteredMap<Guard, LogLimit> limits = new RegisteredMap<>(LogLimit::new);

	/**
	 * Logs that a guard took action.
	 * @param guard the guard
	 * @param enforced whether the action was taken, or only would have been
	 * @param now the time as {@link System#nanoTime()} gives it
	 * @param detail the connection or address that the guard met
	 */
	public void log(Guard guard, boolean enforced, long now, Object detail) {
		LogLimit limit = this.limits.get(guard);
		long times = (limit != null) ? limit.count(1, now) : 0;
		if (times > 0) {
			String text = enforced ? "{} met {} time(s), last by {}" : "{} would have met {} time(s), last by {}";
			logger.info(text, guard.id(), times, detail);
		}
	}

}
