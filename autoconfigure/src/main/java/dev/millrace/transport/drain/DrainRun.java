package dev.millrace.transport.drain;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import dev.millrace.connection.ConnectionRegistry;
import dev.millrace.transport.DurationText;
import dev.millrace.worker.CloseReason;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One drain, from the delay to the last connection, on a thread of its own.
 */
final class DrainRun implements Runnable {

	private static final long POLL_MILLIS = 50;

	private static final Logger logger = LoggerFactory.getLogger(DrainRun.class);

	private final DrainSettings settings;

	private final ConnectionRegistry registry;

	private final Runnable closeListeners;

	private final BooleanSupplier idle;

	private final Runnable cut;

	private final CountDownLatch aborted = new CountDownLatch(1);

	private final CompletableFuture<Boolean> result = new CompletableFuture<>();

	/**
	 * Creates a run.
	 * @param settings how much time it gives
	 * @param registry the connections
	 * @param closeListeners takes no more connections
	 * @param idle tells whether no connection is left
	 * @param cut ends what is left
	 */
	DrainRun(DrainSettings settings, ConnectionRegistry registry, Runnable closeListeners, BooleanSupplier idle,
			Runnable cut) {
		this.settings = settings;
		this.registry = registry;
		this.closeListeners = closeListeners;
		this.idle = idle;
		this.cut = cut;
	}

	/** Whether all requests ended; {@code false} if they were cut off or given up. */
	CompletableFuture<Boolean> result() {
		return this.result;
	}

	void abort() {
		this.aborted.countDown();
	}

	@Override
	public void run() {
		try {
			this.result.complete(drain());
		}
		catch (InterruptedException ex) {
			this.result.complete(false);
		}
		catch (RuntimeException ex) {
			this.result.completeExceptionally(ex);
		}
	}

	private boolean drain() throws InterruptedException {
		Duration delay = this.settings.delay();
		if (!delay.isZero()) {
			logger.info("Serving as before for {}, so that load balancers notice", DurationText.of(delay));
			if (abortedWithin(delay.toMillis())) {
				return false;
			}
		}
		this.closeListeners.run();
		this.registry.drain();
		long start = System.nanoTime();
		while (!this.idle.getAsBoolean()) {
			if (abortedWithin(POLL_MILLIS)) {
				return false;
			}
			Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
			if (elapsed.compareTo(this.settings.idleGrace()) >= 0) {
				this.registry.closeIdle(CloseReason.SHUTDOWN, this.settings.idleGrace());
			}
			if (elapsed.compareTo(this.settings.streamTimeout()) >= 0) {
				this.registry.endStreams();
			}
			Duration requestTimeout = this.settings.requestTimeout();
			if (requestTimeout != null && elapsed.compareTo(requestTimeout) >= 0) {
				this.cut.run();
				return false;
			}
		}
		return true;
	}

	private boolean abortedWithin(long millis) throws InterruptedException {
		return this.aborted.await(millis, TimeUnit.MILLISECONDS);
	}

}
