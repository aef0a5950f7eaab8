package dev.millrace.autoconfigure.transport;

import dev.millrace.transport.TunedTransport;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.core.NativeDetector;
import org.springframework.core.env.Environment;

/**
 * Loads the transport and Reactor Netty on a thread of its own while the application
 * context is built, as Boot does with its own slow classes: they are a good part of what
 * the start costs. Does nothing on one processor, and where Boot is told not to
 * ({@code spring.backgroundpreinitializer.ignore}).
 */
public final class TransportPreinitializer implements ApplicationListener<ApplicationEnvironmentPreparedEvent> {

	private static final String IGNORE = "spring.backgroundpreinitializer.ignore";

	static final String THREAD_NAME = "preinit-millrace";

	private static @Nullable Thread thread;

	@Override
	public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
		if (applies(event.getSpringApplication().getWebApplicationType(), event.getEnvironment(),
				Runtime.getRuntime().availableProcessors())) {
			start();
		}
	}

	static boolean applies(@Nullable WebApplicationType type, Environment environment, int processors) {
		return EarlyCondition.matches(type, environment) && processors > 1 && !Boolean.getBoolean(IGNORE)
				&& !NativeDetector.inNativeImage();
	}

	private static synchronized void start() {
		if (thread == null) {
			thread = new Thread(TransportPreinitializer::preinitialize, THREAD_NAME);
			thread.setDaemon(true);
			thread.start();
		}
	}

	private static void preinitialize() {
		try {
			TunedTransport.preload();
		}
		catch (Exception | LinkageError ex) {
			// The first use of the class will fail in the same way and report it.
		}
	}

	/**
	 * Waits until all is loaded, so that no class is initialised by two threads from two
	 * ends.
	 */
	static synchronized void await() {
		if (thread != null) {
			try {
				thread.join();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}
	}

}
