package dev.millrace.autoconfigure.transport;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;

/**
 * Sets how many buffers Netty follows for leaks. Netty reads the system property once,
 * when its class is loaded, so it is set before. For each buffer that it follows Netty
 * keeps a stack trace; under WebFlux, where stacks are hundreds of frames deep, Netty's
 * default of one in 128 takes about a twentieth of the time of a request. A system
 * property that is set already is not changed.
 */
public final class LeakSampling implements ApplicationListener<ApplicationEnvironmentPreparedEvent>, Ordered {

	/** The system property that Netty reads. */
	static final String SYSTEM_PROPERTY = "io.netty.leakDetection.samplingInterval";

	static final String PROPERTY = "millrace.transport.leak-sampling-interval";

	static final int DEFAULT = 1024;

	@Override
	public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
		if (System.getProperty(SYSTEM_PROPERTY) == null) {
			Integer interval = interval(event.getSpringApplication().getWebApplicationType(), event.getEnvironment());
			if (interval != null) {
				System.setProperty(SYSTEM_PROPERTY, interval.toString());
			}
		}
	}

	/**
	 * The interval, {@code null} to leave Netty's: where Millrace is off, and for a value
	 * that the binding of the properties will refuse.
	 */
	static @Nullable Integer interval(@Nullable WebApplicationType type, Environment environment) {
		if (!EarlyCondition.matches(type, environment)) {
			return null;
		}
		try {
			int interval = Integer.parseInt(environment.getProperty(PROPERTY, String.valueOf(DEFAULT)));
			return (interval > 0) ? interval : null;
		}
		catch (NumberFormatException ex) {
			return null;
		}
	}

	/** Before the other listeners, which may load Netty, but after the properties are. */
	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE + 15;
	}

}
