package dev.millrace.actuate;

import dev.millrace.exchange.Exchange;
import dev.millrace.hot.HotObserver;
import dev.millrace.hot.HotRoute;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.http.server.reactive.observation.ServerRequestObservationConvention;

/**
 * Observes the requests of hot routes that ask for it, or all.
 */
public final class RequestObserver implements HotObserver {

	private static final Logger logger = LoggerFactory.getLogger(RequestObserver.class);

	private final ObservationRegistry registry;

	private final ServerRequestObservationConvention convention;

	private final boolean all;

	/**
	 * Creates an observer.
	 * @param registry takes the observations
	 * @param convention name and key values of the observations
	 * @param all whether to observe the routes too that do not ask for it
	 */
	public RequestObserver(ObservationRegistry registry, ServerRequestObservationConvention convention, boolean all) {
		this.registry = registry;
		this.convention = convention;
		this.all = all;
	}

	@Override
	public boolean observes(HotRoute route) {
		return this.all || route.observed();
	}

	@Override
	public @Nullable Observed begin(Exchange exchange, HotRoute route) {
		if (!observes(route)) {
			return null;
		}
		try {
			return new RequestObservation(exchange, route.pattern(), this.convention, this.registry);
		}
		catch (RuntimeException ex) {
			logger.warn("A request to hot route {} is not observed", route, ex);
			return null;
		}
	}

}
