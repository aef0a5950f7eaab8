package dev.millrace.hot;

import java.util.function.LongConsumer;

import dev.millrace.exchange.Exchange;
import dev.millrace.exchange.Outcome;
import dev.millrace.worker.ServiceTimes;
import io.netty.handler.codec.http.HttpMethod;
import org.jspecify.annotations.Nullable;

/**
 * What one event loop knows about the requests to one route. Written by that loop only;
 * others may read counts that are a moment old.
 */
final class LoopLatency {

	private final boolean sampled;

	private final ServiceTimes times = new ServiceTimes();

	private volatile @Nullable RequestSeries first;

	LoopLatency(boolean sampled) {
		this.sampled = sampled;
	}

	/**
	 * Finds the requests that ended as this one did.
	 * @param exchange the exchange that has ended
	 * @param outcome how it ended
	 * @return the series, or {@code null} if it is the first one
	 */
	@Nullable RequestSeries find(Exchange exchange, Outcome outcome) {
		RequestSeries series = this.first;
		while (series != null && !series.includes(exchange, outcome)) {
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
	@Nullable RequestSeries find(HttpMethod method, int status) {
		RequestSeries series = this.first;
		while (series != null && !series.includes(method, status)) {
			series = series.next();
		}
		return series;
	}

	/** Begins a series with the end of its first request. */
	RequestSeries begin(HotRequestEnd end, @Nullable LongConsumer timer) {
		RequestSeries series = new RequestSeries(end, timer, this.first);
		this.first = series;
		return series;
	}

	/**
	 * Counts a request, and times it if it is its turn.
	 * @param series what it belongs to
	 * @param startNanos when it came
	 * @return its duration, or that of the last one in its series that was timed
	 */
	long count(RequestSeries series, long startNanos) {
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
		for (RequestSeries series = this.first; series != null; series = series.next()) {
			requests += series.requests();
		}
		return requests;
	}

	long errors() {
		long errors = 0;
		for (RequestSeries series = this.first; series != null; series = series.next()) {
			errors += series.failed() ? series.requests() : 0;
		}
		return errors;
	}

	ServiceTimes times() {
		return this.times;
	}

}
