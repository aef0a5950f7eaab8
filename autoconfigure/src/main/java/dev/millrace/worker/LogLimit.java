package dev.millrace.worker;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * Lets one line a second through to a log, and counts the events that had no line. For
 * what strangers can cause as often as they like. Thread-safe, without locks.
 */
public final class LogLimit {

	private static final long SECOND = 1_000_000_000L;

	private final LongAdder unsaid = new LongAdder();

	private final AtomicLong nextNanos = new AtomicLong(System.nanoTime());

	/**
	 * Counts an event.
	 * @return how many events the line stands for that is to be written now, this one
	 * included; zero if none is to be written
	 */
	public long count() {
		this.unsaid.increment();
		long now = System.nanoTime();
		long next = this.nextNanos.get();
		if (now - next < 0 || !this.nextNanos.compareAndSet(next, now + SECOND)) {
			return 0;
		}
		return Math.max(1, this.unsaid.sumThenReset());
	}

}
