package dev.millrace.worker;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import io.netty.util.concurrent.ThreadProperties;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Measures the lag and the utilization of every worker, and logs the stack of one that is
 * stuck: one blocking call in a handler stops all connections of its worker. One thread
 * for all workers.
 */
public final class LoopLagMonitor implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(LoopLagMonitor.class);

	private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

	private static final Duration MINUTE = Duration.ofMinutes(1);

	private static final int ROUTES = 1000;

	private final Workers workers;

	private final @Nullable Duration limit;

	private final DirectMemory memory;

	/**
	 * Limits of one line a minute for each route, the least recently used removed first.
	 */
	private final Map<String, LogLimit> limits = new LinkedHashMap<>(16, 0.75F, true) {

		private static final long serialVersionUID = 1L;

		@Override
		protected boolean removeEldestEntry(Map.Entry<String, LogLimit> eldest) {
			return size() > ROUTES;
		}

	};

	private @Nullable ScheduledExecutorService executor;

	private long lastTickNanos;

	private long lastSampleNanos;

	private final LogLimit memoryLimit = new LogLimit(MINUTE);

	/**
	 * Creates a monitor.
	 * @param workers the workers to look at
	 * @param limit how long a loop may take for one thing before its stack is logged, or
	 * {@code null} to log nothing
	 */
	public LoopLagMonitor(Workers workers, @Nullable Duration limit) {
		this(workers, limit, new DirectMemory());
	}

	LoopLagMonitor(Workers workers, @Nullable Duration limit, DirectMemory memory) {
		this.workers = workers;
		this.limit = limit;
		this.memory = memory;
	}

	/**
	 * Starts the thread, which looks often enough to find every task that takes longer
	 * than the limit.
	 */
	public void start() {
		long millis = (this.limit != null) ? Math.max(10, Math.min(250, this.limit.toMillis() / 4)) : 250;
		ScheduledExecutorService started = Executors.newSingleThreadScheduledExecutor((task) -> {
			Thread thread = new Thread(task, "millrace-monitor");
			thread.setDaemon(true);
			return thread;
		});
		this.executor = started;
		started.scheduleAtFixedRate(this::tick, millis, millis, TimeUnit.MILLISECONDS);
	}

	@Override
	public void close() {
		if (this.executor != null) {
			this.executor.shutdownNow();
		}
	}

	private void tick() {
		try {
			look(System.nanoTime());
		}
		catch (RuntimeException ex) {
			logger.debug("Could not look at the workers", ex);
		}
	}

	void look(long now) {
		boolean sample = now - this.lastSampleNanos >= SECOND;
		long tickNanos = now - this.lastTickNanos;
		for (Worker worker : this.workers.all()) {
			LoopProbe probe = worker.probe();
			long late = probe.send(now);
			boolean tooLong = this.limit != null && late > this.limit.toNanos();
			probe.stuckFor(Math.min(late, tickNanos), tooLong);
			if (tooLong) {
				report(worker, late, now);
			}
			if (sample) {
				probe.sample(now);
			}
		}
		this.lastTickNanos = now;
		if (sample) {
			this.lastSampleNanos = now;
			lookAtMemory(now);
		}
	}

	private void report(Worker worker, long late, long now) {
		ThreadProperties thread = worker.probe().thread();
		Activity activity = worker.activity();
		String route = (activity != null) ? activity.route() : null;
		String key = (route != null) ? route : "";
		if (thread == null || this.limits.computeIfAbsent(key, (added) -> new LogLimit(MINUTE)).count(1, now) == 0) {
			return;
		}
		StringBuilder stack = new StringBuilder();
		for (StackTraceElement element : thread.stackTrace()) {
			stack.append("\n\tat ").append(element);
		}
		logger.warn("{} has been stuck for {} ms and serves none of its {} connections. Last request: {}{}",
				worker.name(), late / 1_000_000, worker.activeConnections(), (activity != null) ? activity : "none",
				stack);
	}

	private void lookAtMemory(long now) {
		if (this.memory.nearlyExhausted() && this.memoryLimit.count(1, now) > 0) {
			logger.warn("Direct memory is nearly exhausted: {} of {} bytes are in use; raise -XX:MaxDirectMemorySize",
					this.memory.used(), this.memory.max());
		}
	}

}
