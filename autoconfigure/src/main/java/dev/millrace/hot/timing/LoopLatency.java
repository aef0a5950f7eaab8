package dev.millrace.hot.timing;

import java.util.function.LongConsumer;

import dev.millrace.exchange.Exchange;
import dev.millrace.exchange.Outcome;
import dev.millrace.worker.ServiceTimes;
import io.netty.handler.codec.http.HttpMethod;
import org.jspecify.annotations.Nullable;

/**
 * Counts and durations of the requests to one route on one event loop. Written by that
 * loop only; other threads may read counts that are a moment old.
 */
public final class LoopLatency {

	private final boolean sampled;

	private final ServiceTimes times = new ServiceTimes();

	private volatile @Nullable RequestTimings first;

	LoopLatency(boolean sampled) {
		this.sampled = sampled;
	}

	/**
	 * Finds the requests that ended as this one did.
	 * @param exchange the exchange that has ended
	 * @param outcome how it ended
	 * @param error what broke, {@code null} if nothing did
	 * @return the series, or {@code null} if it is the first one
	 */
	public @Nullable RequestTimings find(Exchange exchange, Outcome outcome, @Nullable Throwable error) {
		RequestTimings series = this.first;
		while (series != null && !series.includes(exchange, outcome, error)) {
			series = series.next();
		}
		return series;
	}

	/**
	 * Finds the requests that were answered alike.
	 * @param method their method
	 * @param status the status of their answers
	 * @return the series, or {@code null} if there was none yet
	 */
	public @Nullable RequestTimings find(HttpMethod method, int status) {
		RequestTimings series = this.first;
		while (series != null && !series.includes(method, status)) {
			series = series.next();
		}
		return series;
	}

	/**
	 * Begins a series with its first request.
	 * @param exchange the exchange that has ended
	 * @param outcome how it ended
	 * @param error what broke, {@code null} if nothing did
	 * @param timer takes durations, {@code null} to keep none
	 * @return the series
	 */
	public RequestTimings begin(Exchange exchange, Outcome outcome, @Nullable Throwable error,
			@Nullable LongConsumer timer) {
		RequestTimings series = new RequestTimings(exchange, outcome, error, timer, this.first);
		this.first = series;
		return series;
	}

	/**
	 * Counts a request, and times it if it is its turn.
	 * @param series what it belongs to
	 * @param startNanos when it came
	 * @return its duration, or that of the last one in its series that was timed
	 */
	public long count(RequestTimings series, long startNanos) {
		if (series.count() || !this.sampled) {
			long now = System.nanoTime();
			long nanos = Math.max(0, now - startNanos);
			this.times.record(nanos);
			series.timed(nanos, now);
		}
		return series.lastNanos();
	}

	long requests() {
		long requests = 0;
		for (RequestTimings series = this.first; series != null; series = series.next()) {
			requests += series.requests();
		}
		return requests;
	}

	long errors() {
		long errors = 0;
		for (RequestTimings series = this.first; series != null; series = series.next()) {
			errors += series.failed() ? series.requests() : 0;
		}
		return errors;
	}

	ServiceTimes times() {
		return this.times;
	}

}
