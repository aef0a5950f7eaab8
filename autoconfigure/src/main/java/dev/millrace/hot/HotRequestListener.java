package dev.millrace.hot;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;

import dev.millrace.exchange.ByteLaneFilters;
import dev.millrace.exchange.ByteRoute;
import dev.millrace.exchange.Exchange;
import dev.millrace.exchange.ExchangeListener;
import dev.millrace.exchange.Outcome;
import dev.millrace.exchange.PreparedResponse;
import dev.millrace.exchange.Route;
import dev.millrace.hot.timing.HotRequestEnd;
import dev.millrace.hot.timing.HotTimers;
import dev.millrace.hot.timing.LoopLatency;
import dev.millrace.hot.timing.LoopTimers;
import dev.millrace.hot.timing.RequestTimings;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.util.concurrent.FastThreadLocal;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts and times the requests of hot routes that are answered before WebFlux.
 *
 * <p>
 * A duration begins with the read that brought the head of the request, whose time is
 * known, and ends with the answer, so it takes one reading of the clock. For answers that
 * wait for nothing it is taken for about one request in 16 and stands for those up to the
 * next; counts are exact.
 */
public final class HotRequestListener implements ExchangeListener {

	private static final Logger logger = LoggerFactory.getLogger(HotRequestListener.class);

	private final HotTimers timers;

	private final AtomicInteger count = new AtomicInteger();

	private final List<LoopTimers> all = new CopyOnWriteArrayList<>();

	private final FastThreadLocal<@Nullable LoopTimers> loops = new FastThreadLocal<>();

	/**
	 * Creates a listener.
	 * @param timers the timers that take the durations
	 */
	public HotRequestListener(HotTimers timers) {
		this.timers = timers;
	}

	@Override
	public void ended(Exchange exchange, Outcome outcome) {
		HotObserver.Observed observed = HotPathFilter.observed(exchange);
		if (exchange.passed()) {
			if (observed != null) {
				observed.passed();
			}
			return;
		}
		Route matched = exchange.matched();
		HotEndpoint endpoint = HotEndpoint.of(matched);
		if (endpoint == null) {
			return;
		}
		HotLane lane = endpoint.lane(exchange.method().name());
		LoopTimers loop = loop(exchange);
		LoopLatency latency = ((lane != null) ? lane.latency() : endpoint.refusals()).on(loop.number());
		Throwable error = HotRequestEnd.error(exchange);
		RequestTimings series = latency.find(exchange, outcome, error);
		if (series == null) {
			series = latency.begin(exchange, outcome, error,
					(observed != null) ? null : timer(end(exchange, endpoint, lane, outcome)));
		}
		long nanos = latency.count(series, exchange.startNanos());
		if (observed != null) {
			observed.end(end(exchange, endpoint, lane, outcome));
		}
		else if (series.hasTimer()) {
			loop.hold(series, nanos);
		}
	}

	/**
	 * Finds how constant requests are counted on this event loop.
	 * @param lane their route
	 * @param method their method
	 * @param answer what they are answered with
	 * @param filters what they pass
	 * @return the route on this loop, {@code null} before a first exchange was counted
	 */
	@Nullable ByteRoute byteRoute(HotLane lane, HttpMethod method, PreparedResponse answer, ByteLaneFilters filters) {
		LoopTimers loop = this.loops.get();
		if (loop == null) {
			return null;
		}
		LoopLatency latency = lane.latency().on(loop.number());
		RequestTimings series = latency.find(method, answer.status());
		return (series != null) ? series.byteRoute(lane, answer, filters, loop, latency) : null;
	}

	private static HotRequestEnd end(Exchange exchange, HotEndpoint endpoint, @Nullable HotLane lane, Outcome outcome) {
		HotLane any = (lane != null) ? lane : endpoint.lanes().get(0);
		return HotRequestEnd.of(exchange, any.route().pattern(), outcome);
	}

	private @Nullable LongConsumer timer(HotRequestEnd end) {
		try {
			return this.timers.timer(end);
		}
		catch (RuntimeException ex) {
			logger.error("Requests to hot route {} are not measured", end.pattern(), ex);
			return null;
		}
	}

	private LoopTimers loop(Exchange exchange) {
		LoopTimers loop = this.loops.get();
		if (loop == null) {
			loop = new LoopTimers(this.count.getAndIncrement(), exchange.connection().channel().eventLoop());
			this.all.add(loop);
			this.loops.set(loop);
		}
		return loop;
	}

	/**
	 * Hands over all durations that are collected and not recorded yet.
	 * @return completes when all event loops have done so
	 */
	public CompletableFuture<Void> flush() {
		return CompletableFuture.allOf(this.all.stream().map(LoopTimers::flush).toArray(CompletableFuture[]::new));
	}

}
