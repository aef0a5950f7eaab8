package dev.millrace.hot.timing;

import java.util.function.LongConsumer;

import dev.millrace.exchange.ByteLaneFilters;
import dev.millrace.exchange.Exchange;
import dev.millrace.exchange.Outcome;
import dev.millrace.exchange.PreparedResponse;
import io.netty.handler.codec.http.HttpMethod;
import org.jspecify.annotations.Nullable;

/**
 * One time series of an event loop: requests to a route with the same method, status,
 * outcome and class of exception, which share a timer. Their durations are kept here and
 * handed over together, one by one, because a timer with a histogram needs each of them.
 * Written by that loop only.
 */
public final class RequestTimings {

	private static final int CAPACITY = 128;

	/** Mixes the bits of a number. */
	private static final long GOLDEN_RATIO = 0x9E3779B97F4A7C15L;

	private final HttpMethod method;

	private final int status;

	private final Outcome outcome;

	private final @Nullable Class<?> error;

	private final @Nullable LongConsumer timer;

	private final @Nullable RequestTimings next;

	private final long[] nanos;

	private @Nullable TimedByteRoute byteRoute;

	private int held;

	private boolean waiting;

	private long requests;

	private int untilTimed;

	private long lastNanos;

	/**
	 * Begins a series.
	 * @param exchange its first request, which has ended
	 * @param outcome how that ended
	 * @param error what broke, {@code null} if nothing did
	 * @param timer takes durations, {@code null} if there is none
	 * @param next another series of the same route and loop
	 */
	RequestTimings(Exchange exchange, Outcome outcome, @Nullable Throwable error, @Nullable LongConsumer timer,
			@Nullable RequestTimings next) {
		this.method = exchange.method();
		this.status = exchange.status();
		this.outcome = outcome;
		this.error = (error != null) ? error.getClass() : null;
		this.timer = timer;
		this.next = next;
		this.nanos = new long[(timer != null) ? CAPACITY : 0];
	}

	boolean includes(Exchange exchange, Outcome end, @Nullable Throwable thrown) {
		if (this.status != exchange.status() || this.outcome != end || !this.method.equals(exchange.method())) {
			return false;
		}
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
	public TimedByteRoute byteRoute(TimedRoute timed, PreparedResponse answer, ByteLaneFilters filters, LoopTimers loop,
			LoopLatency latency) {
		TimedByteRoute known = this.byteRoute;
		if (known == null) {
			known = new TimedByteRoute(timed, answer, filters, loop, latency, this);
			this.byteRoute = known;
		}
		return known;
	}

	@Nullable RequestTimings next() {
		return this.next;
	}

	/** Whether there is a timer that takes the durations. */
	public boolean hasTimer() {
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
	 * A request was timed. The next turn comes after 8 to 23 requests, 16 on the whole:
	 * with a fixed number a client that pipelines as many requests would always have the
	 * same one timed.
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
