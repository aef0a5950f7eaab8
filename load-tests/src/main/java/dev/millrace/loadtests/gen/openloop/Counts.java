package dev.millrace.loadtests.gen.openloop;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import org.HdrHistogram.Histogram;

/**
 * What one thread has counted. A request belongs to the time at which it was due.
 */
final class Counts {

	final Histogram latency = new Histogram(3);

	final Histogram slip = new Histogram(3);

	final Map<String, Long> errors = new HashMap<>();

	final long[] perSecond;

	/** The sum of all errors, which other threads may read. */
	private final AtomicLong failures = new AtomicLong();

	private final long from;

	private final long to;

	Counts(Duration warmUp, Duration duration) {
		this.from = warmUp.toNanos();
		this.to = this.from + duration.toNanos();
		this.perSecond = new long[(int) Math.max(1, duration.toSeconds())];
	}

	void sent(long due, long now) {
		if (counts(due)) {
			this.slip.recordValue(Math.max(0, now - due));
		}
	}

	void answered(long due, long now) {
		if (counts(due)) {
			this.latency.recordValue(Math.max(0, now - due));
			int second = (int) TimeUnit.NANOSECONDS.toSeconds(now - this.from);
			if (second < this.perSecond.length) {
				this.perSecond[second]++;
			}
		}
	}

	void failed(long due, String cause) {
		if (counts(due)) {
			failed(cause);
		}
	}

	void failed(String cause) {
		this.errors.merge(cause, 1L, Long::sum);
		this.failures.lazySet(this.failures.get() + 1);
	}

	long failures() {
		return this.failures.get();
	}

	private boolean counts(long due) {
		return this.from <= due && due < this.to;
	}

}
