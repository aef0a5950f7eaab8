package dev.millrace.exchange;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import io.netty.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * A verdict that is given later: made by {@link Exchange#suspend(Duration)}, returned by
 * a filter, and resumed exactly once from any thread. It ends by itself when its deadline
 * passes, with 503, or when the client leaves.
 */
public final class Suspension implements Verdict {

	private final Exchange exchange;

	private final AtomicReference<@Nullable Runnable> onCancel = new AtomicReference<>(Suspension::nothing);

	private final @Nullable Future<?> deadline;

	private volatile boolean endsWithInput;

	private @Nullable Throwable thrown;

	private @Nullable Verdict early;

	Suspension(Exchange exchange, @Nullable Duration limit) {
		this.exchange = exchange;
		this.deadline = (limit != null) ? exchange.connection()
			.channel()
			.eventLoop()
			.schedule(this::expire, limit.toNanos(), TimeUnit.NANOSECONDS) : null;
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
		if (this.deadline != null) {
			this.deadline.cancel(false);
		}
		this.thrown = thrown;
		this.exchange.owner().resumed(this.exchange, this, verdict);
		return true;
	}

	/**
	 * Says that there is no verdict because something broke; the application's
	 * {@link ExchangeErrorHandler} makes the answer.
	 * @param error what broke
	 * @return whether it was taken, as {@link #resume(Verdict)} tells
	 */
	public boolean fail(Throwable error) {
		if (this.onCancel.getAndSet(null) == null) {
			return false;
		}
		if (this.deadline != null) {
			this.deadline.cancel(false);
		}
		this.exchange.owner().failed(this.exchange, this, error);
		return true;
	}

	/**
	 * Says what to do when the client leaves or the deadline passes before the verdict is
	 * given. Run on the event loop, at once if that has happened already.
	 * @param action what to do
	 */
	public void onCancel(Runnable action) {
		Runnable before = this.onCancel.get();
		if (before == null || !this.onCancel.compareAndSet(before, action)) {
			action.run();
		}
	}

	/**
	 * Says that the wait is to be cancelled as soon as the client of an HTTP/1.1
	 * connection ends its input, as for a long poll whose answer is not likely to be
	 * read. Without this it may take {@code millrace.timeouts.half-close} more, because
	 * the client may still be reading.
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

	/** The verdict, if it was given before the filter returned. */
	@Nullable Verdict early() {
		return this.early;
	}

	/** The verdict was given before the filter returned. */
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
		if (this.deadline != null) {
			this.deadline.cancel(false);
		}
		action.run();
		return true;
	}

	private void expire() {
		Runnable action = this.onCancel.getAndSet(null);
		if (action != null) {
			action.run();
			this.exchange.owner().resumed(this.exchange, this, PreparedResponse.UNAVAILABLE);
		}
	}

	private static void nothing() {
		// The filter named no action.
	}

}
