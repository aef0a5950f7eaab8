package dev.millrace.actuate;

import dev.millrace.transport.drain.Drain;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * The number of requests that drains have cut off, as a meter.
 */
public class DrainMeters implements MeterBinder {

	private final Drain drain;

	/**
	 * Creates the meter.
	 * @param drain the drain
	 */
	public DrainMeters(Drain drain) {
		this.drain = drain;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		FunctionCounter.builder("millrace.drain.requests.cut", this.drain, Drain::cutRequests)
			.description("Requests in flight that a shutdown cut off because they took too long")
			.register(registry);
	}

}
