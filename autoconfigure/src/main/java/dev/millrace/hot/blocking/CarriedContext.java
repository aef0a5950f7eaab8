package dev.millrace.hot.blocking;

import java.util.Map;

import io.micrometer.context.ContextSnapshotFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import reactor.util.context.ContextView;

import org.springframework.util.ClassUtils;

/**
 * Copies thread-bound context to the thread that runs a blocking handler: the logging
 * context, and, if Micrometer's context propagation is on the class path, the current
 * observation and all values that are registered there.
 */
final class CarriedContext {

	private static final boolean PROPAGATION = ClassUtils.isPresent("io.micrometer.context.ContextSnapshotFactory",
			CarriedContext.class.getClassLoader());

	private CarriedContext() {
	}

	static Runnable around(Runnable task, ContextView context) {
		Runnable inner = PROPAGATION ? Propagation.around(task, context) : task;
		Map<String, String> captured = MDC.getCopyOfContextMap();
		return (captured == null || captured.isEmpty()) ? inner : () -> run(inner, captured);
	}

	private static void run(Runnable task, Map<String, String> captured) {
		@Nullable Map<String, String> before = MDC.getCopyOfContextMap();
		MDC.setContextMap(captured);
		try {
			task.run();
		}
		finally {
			if (before != null) {
				MDC.setContextMap(before);
			}
			else {
				MDC.clear();
			}
		}
	}

	private static final class Propagation {

		private static final ContextSnapshotFactory SNAPSHOTS = ContextSnapshotFactory.builder().build();

		private static Runnable around(Runnable task, ContextView context) {
			return SNAPSHOTS.captureAll(context).wrap(task);
		}

	}

}
