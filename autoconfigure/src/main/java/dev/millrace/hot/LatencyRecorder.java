package dev.millrace.hot;

import java.util.Arrays;

import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * What is known about the requests to a route: a part for each event loop, which alone
 * writes it. Parts are added up when they are read. Safe for use by any thread.
 */
final class LatencyRecorder {

	/** Significant digits of the percentiles. */
	static final int DIGITS = 2;

	private final boolean sampled;

	private volatile @Nullable LoopLatency[] loops = new LoopLatency[0];

	private @Nullable Histogram total;

	/**
	 * Creates a recorder.
	 * @param sampled whether one request in 16 is timed for all, which will do where no
	 * one is waited for
	 */
	LatencyRecorder(boolean sampled) {
		this.sampled = sampled;
	}

	/**
	 * Finds the part of an event loop. Called on that loop.
	 * @param loop the number of the loop
	 */
	LoopLatency on(int loop) {
		@Nullable LoopLatency[] current = this.loops;
		LoopLatency part = (loop < current.length) ? current[loop] : null;
		return (part != null) ? part : add(loop);
	}

	private LoopLatency add(int loop) {
		LoopLatency part = new LoopLatency(this.sampled);
		synchronized (this) {
			@Nullable LoopLatency[] larger = Arrays.copyOf(this.loops, Math.max(loop + 1, this.loops.length));
			larger[loop] = part;
			this.loops = larger;
		}
		return part;
	}

	long requests() {
		long requests = 0;
		for (LoopLatency part : this.loops) {
			requests += (part != null) ? part.requests() : 0;
		}
		return requests;
	}

	long errors() {
		long errors = 0;
		for (LoopLatency part : this.loops) {
			errors += (part != null) ? part.errors() : 0;
		}
		return errors;
	}

	/** The percentiles since the start, {@code null} before the first request. */
	HotRouteSnapshot.@Nullable Latency latency() {
		synchronized (this) {
			for (LoopLatency part : this.loops) {
				if (part != null) {
					this.total = (this.total != null) ? this.total : new Histogram(DIGITS);
					part.addTo(this.total);
				}
			}
			return (this.total != null) ? HotRouteSnapshot.Latency.of(this.total) : null;
		}
	}

}
