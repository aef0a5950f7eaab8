package dev.millrace.worker;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * Lets one line through to a log in each interval, and counts the events that had no
 * line: for events that peers, or a fault that lasts, cause as often as they like. The
 * first event has its line at once. Thread-safe, without locks; of several threads that
 * count at the same time one gets the line.
 */
public final class LogLimit {

	private static final Duration SECOND = Duration.ofSeconds(1);

	/** No time that {@link System#nanoTime()} returns in practice. */
	private static final long NEVER = Long.MIN_VALUE;

	private final long intervalNanos;

	private final LongAdder unsaid = new LongAdder();

	private final AtomicLong lastNanos = new AtomicLong(NEVER);

	/** Creates a limit of one line a second. */
	public LogLimit() {
		this(SECOND);
	}

	/**
	 * Creates a limit.
	 * @param interval the time between two lines, at least
	 */
	public LogLimit(Duration interval) {
		this.intervalNanos = interval.toNanos();
	}

	/**
	 * Counts one event.
	 * @return how many events the line stands for that the caller has to write now, this
	 * one included; zero if the caller must not write one
	 */
	public long count() {
		return count(1, System.nanoTime());
	}

	/**
	 * Counts events.
	 * @param events how many
	 * @param now the time as {@link System#nanoTime()} gives it
	 * @return how many events the line stands for that the caller has to write now, these
	 * included; zero if the caller must not write one
	 */
	public long count(long events, long now) {
		this.unsaid.add(events);
		long last = this.lastNanos.get();
		if ((last != NEVER && now - last < this.intervalNanos) || !this.lastNanos.compareAndSet(last, now)) {
			return 0;
		}
		// Zero where another thread has taken the count between the two lines above.
		return Math.max(events, this.unsaid.sumThenReset());
	}

}
