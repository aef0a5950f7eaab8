package dev.millrace.hot.timing;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;

import dev.millrace.worker.LoopTicker;
import io.netty.util.concurrent.EventExecutor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands over the durations that one event loop has collected, a second after the first of
 * them. Confined to the loop.
 */
public final class LoopTimers implements Runnable {

	private static final Logger logger = LoggerFactory.getLogger(LoopTimers.class);

	private final int number;

	private final EventExecutor executor;

	private final List<RequestTimings> waiting = new ArrayList<>();

	/**
	 * Creates the timers of a loop.
	 * @param number the number of the loop, from 0
	 * @param executor the loop
	 */
	public LoopTimers(int number, EventExecutor executor) {
		this.number = number;
		this.executor = executor;
	}

	/** The number of the loop, from 0. */
	public int number() {
		return this.number;
	}

	/**
	 * Keeps a duration for the timer of a series.
	 * @param series the series, which has a timer
	 * @param nanos the duration in nanoseconds
	 */
	public void hold(RequestTimings series, long nanos) {
		if (!series.hold(nanos)) {
			return;
		}
		if (this.waiting.isEmpty()) {
			LoopTicker.after(this.executor, 1000, this);
		}
		this.waiting.add(series);
	}

	@Override
	public void run() {
		for (RequestTimings series : this.waiting) {
			try {
				series.handOver();
			}
			catch (RuntimeException ex) {
				logger.warn("Durations of hot requests were not recorded", ex);
			}
		}
		this.waiting.clear();
	}

	/**
	 * Hands over at once. Safe for use by any thread.
	 * @return completes when this is done
	 */
	public CompletableFuture<Void> flush() {
		if (this.executor.isTerminated()) {
			run();
			return CompletableFuture.completedFuture(null);
		}
		try {
			return CompletableFuture.runAsync(this, this.executor);
		}
		catch (RejectedExecutionException ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

}
