package dev.millrace.hot;

import java.util.function.LongConsumer;

import dev.millrace.exchange.Exchange;
import dev.millrace.exchange.Outcome;
import dev.millrace.exchange.PreparedResponse;
import io.netty.handler.codec.http.HttpMethod;
import org.jspecify.annotations.Nullable;

/**
 * The requests to a route that ended alike on one event loop: they share a timer. Their
 * durations are kept here and handed over together, one by one, because a timer with a
 * histogram needs each of them. Written by that loop only.
 */
final class RequestSeries {

	private static final int CAPACITY = 128;

	/** Mixes the bits of a number. */
	private static final long GOLDEN_RATIO = 0x9E3779B97F4A7C15L;

	private final HttpMethod method;

	private final int status;

	private final Outcome outcome;

	private final @Nullable Class<?> error;

	private final @Nullable LongConsumer timer;

	private final @Nullable RequestSeries next;

	private final long[] nanos;

	private @Nullable HotByteRoute byteRoute;

	private int held;

	private boolean waiting;

	private long requests;

	private int untilTimed;

	private long lastNanos;

	/**
	 * Begins a series.
	 * @param end how its first request ended
	 * @param timer takes durations, {@code null} if there is none
	 * @param next another series of the same route and loop
	 */
	RequestSeries(HotRequestEnd end, @Nullable LongConsumer timer, @Nullable RequestSeries next) {
		this.method = end.exchange().method();
		this.status = end.exchange().status();
		this.outcome = end.outcome();
		this.error = (end.error() != null) ? end.error().getClass() : null;
		this.timer = timer;
		this.next = next;
		this.nanos = new long[(timer != null) ? CAPACITY : 0];
	}

	boolean includes(Exchange exchange, Outcome end) {
		if (this.status != exchange.status() || this.outcome != end || !this.method.equals(exchange.method())) {
			return false;
		}
		Throwable thrown = HotRequestEnd.error(exchange);
		return (thrown == null) ? this.error == null : thrown.getClass() == this.error;
	}

	/** Whether they were answered with a status, and nothing broke. */
	boolean includes(HttpMethod wanted, int answered) {
		return this.status == answered && this.outcome == Outcome.ANSWERED && this.error == null
				&& this.method.equals(wanted);
	}

	boolean isHead() {
		return this.method.equals(HttpMethod.HEAD);
	}

	/** The route that answers such requests from their bytes. */
	HotByteRoute byteRoute(HotLane lane, PreparedResponse answer, LoopTimers loop, LoopLatency latency) {
		HotByteRoute known = this.byteRoute;
		if (known == null) {
			known = new HotByteRoute(lane, answer, loop, latency, this);
			this.byteRoute = known;
		}
		return known;
	}

	@Nullable RequestSeries next() {
		return this.next;
	}

	boolean hasTimer() {
		return this.timer != null;
	}

	/**
	 * Counts a request.
	 * @return whether it is the turn of this one to be timed for others
	 */
	boolean count() {
		this.requests++;
		return --this.untilTimed < 0;
	}

	/**
	 * A request was timed. The next turn comes after 8 to 23 requests, 16 on the whole: a
	 * fixed number would fall in step with clients that pipeline.
	 * @param duration how long it took
	 * @param now the time
	 */
	void timed(long duration, long now) {
		this.lastNanos = duration;
		this.untilTimed = 8 + (int) (now * GOLDEN_RATIO >>> 60);
	}

	long lastNanos() {
		return this.lastNanos;
	}

	long requests() {
		return this.requests;
	}

	boolean failed() {
		return this.status >= 500 || this.outcome == Outcome.FAILED;
	}

	/**
	 * Keeps a duration for the timer.
	 * @return whether it is the first since the last {@link #handOver()}
	 */
	boolean hold(long duration) {
		if (this.held == this.nanos.length) {
			empty();
		}
		this.nanos[this.held++] = duration;
		boolean first = !this.waiting;
		this.waiting = true;
		return first;
	}

	/** Gives the timer what is held. */
	void handOver() {
		this.waiting = false;
		empty();
	}

	private void empty() {
		int count = this.held;
		this.held = 0;
		for (int i = 0; i < count && this.timer != null; i++) {
			this.timer.accept(this.nanos[i]);
		}
	}

}
