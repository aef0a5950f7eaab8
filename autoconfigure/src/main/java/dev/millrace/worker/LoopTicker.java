package dev.millrace.worker;

import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.SingleThreadEventExecutor;

/**
 * Runs tasks on event loops after a delay or periodically, without a scheduled task of
 * the loop: a loop that has one reads the clock three times whenever it wakes up, and
 * waits with a timer of the kernel. The one thread of the ticker only hands tasks to
 * loops, and ends when there are none. Safe for use by any thread.
 */
public final class LoopTicker {

	private static final ScheduledThreadPoolExecutor THREAD = new ScheduledThreadPoolExecutor(1, (task) -> {
		Thread thread = new Thread(task, "millrace-ticker");
		thread.setDaemon(true);
		thread.setContextClassLoader(null);
		return thread;
	});

	static {
		THREAD.setKeepAliveTime(1, TimeUnit.SECONDS);
		THREAD.allowCoreThreadTimeOut(true);
		THREAD.setRemoveOnCancelPolicy(true);
	}

	private LoopTicker() {
	}

	/**
	 * Runs a task on a loop again and again until it is cancelled or the loop shuts down.
	 * It is not run twice for a loop that was busy.
	 * @param loop the event loop
	 * @param millis the time between two runs, in milliseconds
	 * @param task what to do
	 * @return ends the runs when it is cancelled
	 */
	public static Future<?> every(EventExecutor loop, long millis, Runnable task) {
		if (!(loop instanceof SingleThreadEventExecutor)) {
			return loop.scheduleWithFixedDelay(task, millis, millis, TimeUnit.MILLISECONDS);
		}
		return THREAD.scheduleWithFixedDelay(new Tick(loop, task), millis, millis, TimeUnit.MILLISECONDS);
	}

	/**
	 * Runs a task on a loop once, unless the loop shuts down before.
	 * @param loop the event loop
	 * @param millis after which time, in milliseconds
	 * @param task what to do
	 */
	public static void after(EventExecutor loop, long millis, Runnable task) {
		if (loop instanceof SingleThreadEventExecutor) {
			THREAD.schedule(new Tick(loop, task), millis, TimeUnit.MILLISECONDS);
		}
		else {
			loop.schedule(task, millis, TimeUnit.MILLISECONDS);
		}
	}

	private static final class Tick implements Runnable {

		private final EventExecutor loop;

		private final Runnable task;

		private volatile boolean out;

		Tick(EventExecutor loop, Runnable task) {
			this.loop = loop;
			this.task = task;
		}

		@Override
		public void run() {
			if (this.loop.isShuttingDown()) {
				throw new RejectedExecutionException("the event loop shuts down");
			}
			if (!this.out) {
				this.out = true;
				this.loop.execute(this::arrive);
			}
		}

		private void arrive() {
			this.out = false;
			this.task.run();
		}

	}

}
