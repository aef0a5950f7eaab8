package dev.millrace.hot;

import java.util.concurrent.atomic.LongAdder;

/**
 * Counts the requests of a route.
 */
final class LatencyRecorder {

	private final LongAdder requests = new LongAdder();

	void count() {
		this.requests.increment();
	}

	long requests() {
		return this.requests.sum();
	}

}
