package dev.millrace.actuate;

import java.util.function.ToDoubleFunction;

import dev.millrace.accesslog.AccessLog;
import dev.millrace.accesslog.AccessLogCounts;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * Numbers of lines of the access log that were written, dropped and lost, as meters.
 */
public class AccessLogMeters implements MeterBinder {

	private final AccessLog log;

	/**
	 * Creates the meters.
	 * @param log the log
	 */
	public AccessLogMeters(AccessLog log) {
		this.log = log;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		lines(registry, "written", AccessLogCounts::written);
		lines(registry, "dropped", AccessLogCounts::dropped);
		lines(registry, "failed", AccessLogCounts::failed);
	}

	private void lines(MeterRegistry registry, String outcome, ToDoubleFunction<AccessLogCounts> value) {
		FunctionCounter
			.builder("millrace.access.log.lines", this.log, (accessLog) -> value.applyAsDouble(accessLog.counts()))
			.description("Lines of the access log: written, dropped because the appender was too slow, lost by it")
			.tags("outcome", outcome)
			.register(registry);
	}

}
