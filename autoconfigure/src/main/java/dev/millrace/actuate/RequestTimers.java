package dev.millrace.actuate;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

import dev.millrace.hot.timing.HotRequestEnd;
import dev.millrace.hot.timing.HotTimers;
import io.micrometer.common.KeyValue;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.noop.NoopTimer;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationFilter;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationPredicate;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.http.server.reactive.observation.ServerRequestObservationConvention;

/**
 * Finds the timers of {@code http.server.requests} for hot requests: the same timers that
 * the observations of Spring Boot record into. To find one, an observation is started and
 * stopped with a handler that only records the name of the timer, so that name, tags, and
 * whether there is a timer at all are as in Spring Boot.
 */
public final class RequestTimers implements HotTimers {

	private final ServerRequestObservationConvention convention;

	private final ObservationRegistry rehearsal = ObservationRegistry.create();

	/**
	 * Creates the finder.
	 * @param meters where the timers are
	 * @param convention name and key values of the observations
	 * @param predicates say which observations there are
	 * @param filters change observations
	 */
	public RequestTimers(MeterRegistry meters, ServerRequestObservationConvention convention,
			Iterable<ObservationPredicate> predicates, Iterable<ObservationFilter> filters) {
		this.convention = convention;
		predicates.forEach(this.rehearsal.observationConfig()::observationPredicate);
		filters.forEach(this.rehearsal.observationConfig()::observationFilter);
		this.rehearsal.observationConfig().observationHandler(new TimerFinder(meters));
	}

	@Override
	public @Nullable LongConsumer timer(HotRequestEnd end) {
		RequestObservation observation = new RequestObservation(end.exchange(), end.pattern(), this.convention,
				this.rehearsal);
		observation.end(end);
		Timer timer = observation.context().get(Timer.class);
		return (timer != null && !(timer instanceof NoopTimer)) ? (nanos) -> timer.record(nanos, TimeUnit.NANOSECONDS)
				: null;
	}

	/**
	 * Does what Micrometer's {@code DefaultMeterObservationHandler} does to find a timer.
	 */
	private record TimerFinder(MeterRegistry meters) implements ObservationHandler<Observation.Context> {

		@Override
		public boolean supportsContext(Observation.Context context) {
			return true;
		}

		@Override
		public void onStop(Observation.Context context) {
			List<Tag> tags = new ArrayList<>();
			for (KeyValue keyValue : context.getLowCardinalityKeyValues()) {
				tags.add(Tag.of(keyValue.getKey(), keyValue.getValue()));
			}
			Throwable error = context.getError();
			tags.add(Tag.of("error", (error != null) ? error.getClass().getSimpleName() : KeyValue.NONE_VALUE));
			context.put(Timer.class, this.meters.timer(Objects.requireNonNull(context.getName()), tags));
		}

	}

}
