package dev.millrace.hot;

import dev.millrace.exchange.ByteRoute;
import dev.millrace.exchange.PreparedResponse;

/**
 * A constant route on the byte lane of one event loop: counts as the listener does for
 * exchanges.
 */
final class HotByteRoute extends ByteRoute {

	private final HotLane lane;

	private final LoopTimers loop;

	private final LoopLatency latency;

	private final RequestSeries series;

	HotByteRoute(HotLane lane, PreparedResponse answer, LoopTimers loop, LoopLatency latency, RequestSeries series) {
		super(answer, !series.isHead(), lane.twinRequests().fields());
		this.lane = lane;
		this.loop = loop;
		this.latency = latency;
		this.series = series;
	}

	@Override
	public String route() {
		return this.lane.pattern().text();
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
		return this.lane.route().method() + " " + route();
	}

}
