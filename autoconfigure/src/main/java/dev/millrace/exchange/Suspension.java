package dev.millrace.exchange;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import dev.millrace.connection.LoopDeadline;
import org.jspecify.annotations.Nullable;

/**
 * A verdict that is given later: made by {@link Exchange#suspend(Duration, Supplier)},
 * returned by a filter, and resumed exactly once from any thread. It ends by itself when
 * its deadline passes, with the verdict that the filter has chosen for that, or when the
 * client leaves. The deadline stands in a list that the event loop sweeps, see
 * {@link LoopDeadline}, so that a wait costs no timer.
 */
public final class Suspension implements Verdict {

	private final Exchange exchange;

	private final AtomicReference<@Nullable Runnable> onCancel = new AtomicReference<>(Suspension::nothing);

	private final Supplier<? extends Verdict> onTimeout;

	/** Confined to the event loop; {@code null} for a wait without a deadline. */
	private final @Nullable Deadline deadline;

	private volatile boolean endsWithInput;

	private @Nullable Throwable thrown;

	private @Nullable Verdict early;

	Suspension(Exchange exchange, @Nullable Duration limit, Supplier<? extends Verdict> onTimeout) {
		this.exchange = exchange;
		this.onTimeout = onTimeout;
		this.deadline = (limit != null) ? new Deadline(exchange) : null;
		if (limit != null) {
			exchange.owner().execute(() -> startDeadline(limit));
		}
	}

	/**
	 * Starts the deadline on the event loop, unless the verdict was given meanwhile.
	 */
	private void startDeadline(Duration limit) {
		if (this.deadline != null && this.onCancel.get() != null) {
			this.deadline.start(limit);
		}
	}

	/** Stops the deadline. Confined to the event loop. */
	void stopDeadline() {
		if (this.deadline != null) {
			this.deadline.stop();
		}
	}

	/**
	 * Gives the verdict.
	 * @param verdict what to do now; another wait is allowed
	 * @return whether it was taken: {@code false} when a verdict was given before, the
	 * deadline has passed or the client has left, and the caller keeps what the verdict
	 * holds
	 */
	public boolean resume(Verdict verdict) {
		return resume(verdict, null);
	}

	/**
	 * Gives the verdict that an exception stands for.
	 * @param verdict what to do now
	 * @param thrown the exception, {@code null} for none, to be found with
	 * {@link Exchange#error()}
	 * @return whether it was taken, as {@link #resume(Verdict)} tells
	 */
	public boolean resume(Verdict verdict, @Nullable Throwable thrown) {
		if (this.onCancel.getAndSet(null) == null) {
			return false;
		}
		this.thrown = thrown;
		this.exchange.owner().resumed(this.exchange, this, verdict);
		return true;
	}

	/**
	 * Ends the wait with an exception in place of a verdict; the application's
	 * {@link ExchangeErrorHandler} makes the answer.
	 * @param error the exception
	 * @return whether it was taken, as {@link #resume(Verdict)} tells
	 */
	public boolean fail(Throwable error) {
		if (this.onCancel.getAndSet(null) == null) {
			return false;
		}
		this.exchange.owner().failed(this.exchange, this, error);
		return true;
	}

	/**
	 * Sets an action for the case that the client leaves or the deadline passes before
	 * the verdict is given. It runs on the event loop; if the wait has ended already, at
	 * once on the calling thread.
	 * @param action what to do
	 */
	public void onCancel(Runnable action) {
		Runnable before = this.onCancel.get();
		if (before == null || !this.onCancel.compareAndSet(before, action)) {
			action.run();
		}
	}

	/**
	 * Cancels the wait as soon as the client of an HTTP/1.1 connection ends its input:
	 * for a long poll, whose client has most likely left. Without this it may take
	 * {@code millrace.timeouts.half-close} more, because the client may still be reading.
	 * @return this
	 */
	public Suspension untilInputEnds() {
		this.endsWithInput = true;
		return this;
	}

	/** The exception that the verdict stands for. */
	@Nullable Throwable thrown() {
		return this.thrown;
	}

	/**
	 * The verdict, if it was given before the filter returned, else {@code null}.
	 */
	@Nullable Verdict early() {
		return this.early;
	}

	/** Keeps a verdict that was given before the filter returned. */
	void early(Verdict verdict) {
		this.early = verdict;
	}

	boolean endsWithInput() {
		return this.endsWithInput;
	}

	boolean cancel() {
		Runnable action = this.onCancel.getAndSet(null);
		if (action == null) {
			return false;
		}
		stopDeadline();
		action.run();
		return true;
	}

	private void expire() {
		Runnable action = this.onCancel.getAndSet(null);
		if (action == null) {
			return;
		}
		Verdict verdict;
		try {
			action.run();
			verdict = Objects.requireNonNull(this.onTimeout.get(), "verdict after a deadline");
		}
		catch (Throwable ex) {
			this.exchange.owner().failed(this.exchange, this, ex);
			return;
		}
		this.exchange.owner().resumed(this.exchange, this, verdict);
	}

	private static void nothing() {
		// Stands for the action while the filter has not named one.
	}

	/** The deadline of the wait. */
	private final class Deadline extends LoopDeadline {

		Deadline(Exchange exchange) {
			super(exchange.connection());
		}

		@Override
		protected void passed() {
			expire();
		}

	}

}
