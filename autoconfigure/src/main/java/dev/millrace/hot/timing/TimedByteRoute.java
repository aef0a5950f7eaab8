package dev.millrace.hot.timing;

import dev.millrace.exchange.ByteLaneFilters;
import dev.millrace.exchange.ByteRoute;
import dev.millrace.exchange.PreparedResponse;

/**
 * A constant route on the byte lane of one event loop: counts as the listener does for
 * exchanges.
 */
final class TimedByteRoute extends ByteRoute {

	private final TimedRoute timed;

	private final LoopTimers loop;

	private final LoopLatency latency;

	private final RequestTimings series;

	TimedByteRoute(TimedRoute timed, PreparedResponse answer, ByteLaneFilters filters, LoopTimers loop,
			LoopLatency latency, RequestTimings series) {
		super(answer, !series.isHead(), timed.watched(), filters);
		this.timed = timed;
		this.loop = loop;
		this.latency = latency;
		this.series = series;
	}

	@Override
	public String route() {
		return this.timed.path();
	}

	@Override
	public void answered(long startNanos) {
		long nanos = this.latency.count(this.series, startNanos);
		if (this.series.hasTimer()) {
			this.loop.hold(this.series, nanos);
		}
	}

	@Override
	public String toString() {
		return this.timed.method() + " " + route();
	}

}
