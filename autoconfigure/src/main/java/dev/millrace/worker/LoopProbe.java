package dev.millrace.worker;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.SingleThreadEventExecutor;
import io.netty.util.concurrent.ThreadProperties;
import org.jspecify.annotations.Nullable;

/**
 * A task that is sent to an event loop again and again and measures how late it runs.
 * Beside it the processor time of the loop's thread is read: both cost the loop next to
 * nothing. All but {@link #run()} belongs to the one thread of the monitor.
 */
final class LoopProbe implements Runnable {

	/** How many seconds the utilization looks back. */
	private static final int SECONDS = 10;

	private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

	private final @Nullable SingleThreadEventExecutor loop;

	private final long[] busyNanos = new long[SECONDS];

	private final long[] wallNanos = new long[SECONDS];

	private int samples;

	private long lastCpuNanos;

	private long lastSampleNanos;

	private long stuckNanos;

	private long sentNanos;

	private volatile boolean out;

	private volatile long lagNanos;

	private volatile boolean stuck;

	private volatile double utilization;

	LoopProbe(EventExecutor executor) {
		this.loop = (executor instanceof SingleThreadEventExecutor single) ? single : null;
	}

	@Override
	public void run() {
		this.lagNanos = System.nanoTime() - this.sentNanos;
		this.out = false;
	}

	/**
	 * Sends the probe, or looks how long it has been out.
	 * @param now the time
	 * @return how late it is, 0 if it came back
	 */
	long send(long now) {
		SingleThreadEventExecutor executor = this.loop;
		if (executor == null || executor.isShuttingDown()) {
			return 0;
		}
		if (this.out) {
			long late = now - this.sentNanos;
			this.lagNanos = late;
			return late;
		}
		this.sentNanos = now;
		this.out = true;
		executor.execute(this);
		return 0;
	}

	/**
	 * Takes a sample of how busy the loop was.
	 * @param now the time
	 */
	void sample(long now) {
		ThreadProperties thread = thread();
		if (thread == null) {
			return;
		}
		long cpuNanos = THREADS.isThreadCpuTimeSupported() ? THREADS.getThreadCpuTime(thread.id()) : 0;
		if (this.lastSampleNanos != 0) {
			long wall = now - this.lastSampleNanos;
			int slot = this.samples++ % SECONDS;
			this.wallNanos[slot] = wall;
			// A loop that sleeps in a handler burns nothing, but is not free either.
			this.busyNanos[slot] = Math.min(wall, Math.max(cpuNanos - this.lastCpuNanos, this.stuckNanos));
			this.utilization = (double) sum(this.busyNanos) / sum(this.wallNanos);
		}
		this.stuckNanos = 0;
		this.lastCpuNanos = cpuNanos;
		this.lastSampleNanos = now;
	}

	/** Says that the loop did not move for a while. */
	void stuckFor(long nanos, boolean tooLong) {
		this.stuckNanos += nanos;
		this.stuck = tooLong;
	}

	@Nullable ThreadProperties thread() {
		SingleThreadEventExecutor executor = this.loop;
		return (executor != null && !executor.isShuttingDown()) ? executor.threadProperties() : null;
	}

	long lagNanos() {
		return this.lagNanos;
	}

	boolean stuck() {
		return this.stuck;
	}

	double utilization() {
		return this.utilization;
	}

	int pendingTasks() {
		SingleThreadEventExecutor executor = this.loop;
		return (executor != null) ? executor.pendingTasks() : 0;
	}

	private static long sum(long[] values) {
		long sum = 0;
		for (long value : values) {
			sum += value;
		}
		return sum;
	}

}
