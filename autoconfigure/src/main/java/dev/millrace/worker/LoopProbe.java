package dev.millrace.worker;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.SingleThreadEventExecutor;
import io.netty.util.concurrent.ThreadProperties;
import org.jspecify.annotations.Nullable;

/**
 * Measures how late an event loop runs a task that is handed to it, and reads the
 * processor time of the loop's thread. The loop executes one small task per period and
 * nothing else for it. All but {@link #run()} belongs to the one thread of the monitor.
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
	 * Hands the task to the loop, or measures how long the last one has waited.
	 * @param now the time
	 * @return how long the task has waited, 0 if the loop has run it
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
			// A loop that a handler blocks uses no processor, but cannot work either: it
			// counts as busy.
			this.busyNanos[slot] = Math.min(wall, Math.max(cpuNanos - this.lastCpuNanos, this.stuckNanos));
			this.utilization = (double) sum(this.busyNanos) / sum(this.wallNanos);
		}
		this.stuckNanos = 0;
		this.lastCpuNanos = cpuNanos;
		this.lastSampleNanos = now;
	}

	/**
	 * Adds a time in which the loop did not run the task.
	 * @param nanos how long
	 * @param tooLong whether it is longer than allowed
	 */
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
