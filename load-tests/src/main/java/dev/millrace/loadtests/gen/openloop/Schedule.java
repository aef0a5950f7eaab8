package dev.millrace.loadtests.gen.openloop;

import dev.millrace.loadtests.gen.Load;

/**
 * When each request is due: at equal distances, whatever the server does.
 */
final class Schedule {

	private static final double NANOS_PER_SECOND = 1e9;

	private final double interval;

	private final double offset;

	private long issued;

	/**
	 * Creates a schedule.
	 * @param rate requests a second, 0 for none
	 * @param offset which part of an interval to begin with, so that threads take turns
	 */
	Schedule(double rate, double offset) {
		this.interval = (rate > Load.UNLIMITED) ? NANOS_PER_SECOND / rate : 0;
		this.offset = offset;
	}

	boolean isClosedLoop() {
		return this.interval == 0;
	}

	/**
	 * Return when the next request is due, in nanoseconds from the start.
	 */
	long next() {
		return (long) ((this.issued + this.offset) * this.interval);
	}

	/**
	 * Takes the next request.
	 * @return when it was due
	 */
	long take() {
		long due = next();
		this.issued++;
		return due;
	}

}
