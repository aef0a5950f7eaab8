package dev.millrace.actuate;

import java.util.Map;

import dev.millrace.exchange.Exchange;
import dev.millrace.exchange.Outcome;
import dev.millrace.hot.HotObserver.Observed;
import dev.millrace.hot.HotObserver.Scope;
import dev.millrace.hot.timing.HotRequestEnd;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import reactor.util.context.Context;

import org.springframework.http.server.reactive.observation.DefaultServerRequestObservationConvention;
import org.springframework.http.server.reactive.observation.ServerHttpObservationDocumentation;
import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;
import org.springframework.http.server.reactive.observation.ServerRequestObservationConvention;

/**
 * A hot request observed as WebFlux observes its own.
 */
final class RequestObservation implements Observed {

	private static final ServerRequestObservationConvention DEFAULT_CONVENTION = new DefaultServerRequestObservationConvention();

	private static final String PASSED = "millrace.hot.passed";

	private final ServerRequestObservationContext context;

	private final ObservedResponse response;

	private final Observation observation;

	RequestObservation(Exchange exchange, String pattern, ServerRequestObservationConvention convention,
			ObservationRegistry registry) {
		this.response = new ObservedResponse(exchange);
		this.context = new ServerRequestObservationContext(new ObservedRequest(exchange), this.response, Map.of());
		this.context.setPathPattern(pattern);
		this.observation = ServerHttpObservationDocumentation.HTTP_REACTIVE_SERVER_REQUESTS
			.observation(convention, DEFAULT_CONVENTION, () -> this.context, registry)
			.start();
	}

	ServerRequestObservationContext context() {
		return this.context;
	}

	@Override
	public Scope open() {
		return this.observation.openScope()::close;
	}

	@Override
	public Context addTo(Context chain) {
		return chain.put(ObservationThreadLocalAccessor.KEY, this.observation);
	}

	/**
	 * Stops the observation under another name, because an observation that was started
	 * cannot be discarded.
	 */
	@Override
	public void passed() {
		this.context.setName(PASSED);
		this.observation.stop();
	}

	@Override
	public void end(HotRequestEnd end) {
		this.response.ended();
		this.context.setConnectionAborted(end.outcome() == Outcome.ABORTED);
		if (end.error() != null) {
			this.observation.error(end.error());
		}
		this.observation.stop();
	}

}
