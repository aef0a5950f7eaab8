package dev.millrace.actuate;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import dev.millrace.hot.HotRequestListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.core.Ordered;

/**
 * Records the durations of the last second when the application stops, before Spring Boot
 * closes the meter registries.
 */
public final class DurationFlusher implements ApplicationListener<ContextClosedEvent>, Ordered {

	private static final Logger logger = LoggerFactory.getLogger(DurationFlusher.class);

	private final HotRequestListener requests;

	/**
	 * Creates the listener.
	 * @param requests has the durations
	 */
	public DurationFlusher(HotRequestListener requests) {
		this.requests = requests;
	}

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

	@Override
	public void onApplicationEvent(ContextClosedEvent event) {
		try {
			this.requests.flush().get(1, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (ExecutionException | TimeoutException ex) {
			logger.debug("Durations of the last hot requests were not recorded", ex);
		}
	}

}
