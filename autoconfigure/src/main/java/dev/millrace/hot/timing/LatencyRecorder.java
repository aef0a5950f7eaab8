package dev.millrace.hot.timing;

import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Stream;

import dev.millrace.worker.ServiceTimes;
import org.jspecify.annotations.Nullable;

/**
 * Counts and durations of the requests to a route. Each event loop writes a part of its
 * own; parts are added up when they are read. Safe for use by any thread.
 */
public final class LatencyRecorder {

	private final boolean sampled;

	private volatile @Nullable LoopLatency[] loops = new LoopLatency[0];

	/**
	 * Creates a recorder.
	 * @param sampled whether one request in 16 is timed and stands for the others, which
	 * is enough for answers that wait for nothing
	 */
	public LatencyRecorder(boolean sampled) {
		this.sampled = sampled;
	}

	/**
	 * Finds the part of an event loop. Called on that loop.
	 * @param loop the number of the loop
	 */
	public LoopLatency on(int loop) {
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

	private Stream<LoopLatency> parts() {
		return Arrays.stream(this.loops).filter(Objects::nonNull);
	}

	/** The requests since the start. */
	public long requests() {
		return parts().mapToLong(LoopLatency::requests).sum();
	}

	/** Those of them that failed or were answered with 500 to 599. */
	public long errors() {
		return parts().mapToLong(LoopLatency::errors).sum();
	}

	/** The percentiles since the start. */
	public ServiceTimes.Percentiles latency() {
		return ServiceTimes.percentiles(parts().map(LoopLatency::times).toList());
	}

}
