package dev.millrace.transport;

import java.time.Duration;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import reactor.netty.http.HttpResources;

import org.springframework.http.client.ReactorResourceFactory;

/**
 * Provides the event loops of the server, new ones after each restart, to it and to the
 * clients that Spring builds. The connection pool of these clients stays Reactor Netty's
 * global one, which is not disposed of.
 */
public final class WorkerResourceFactory extends ReactorResourceFactory {

	/**
	 * Creates a factory.
	 * @param loops makes the event loops for each start
	 * @param shutdownQuietPeriod how long loops stay up after the last task, or
	 * {@code null} for Reactor Netty's default
	 */
	public WorkerResourceFactory(Supplier<WorkerLoopResources> loops, @Nullable Duration shutdownQuietPeriod) {
		setUseGlobalResources(false);
		setLoopResourcesSupplier(loops::get);
		setConnectionProviderSupplier(HttpResources::get);
		if (shutdownQuietPeriod != null) {
			setShutdownQuietPeriod(shutdownQuietPeriod);
		}
	}

}
