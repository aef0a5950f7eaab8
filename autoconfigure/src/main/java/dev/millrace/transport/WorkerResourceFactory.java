package dev.millrace.transport;

import java.time.Duration;

import dev.millrace.worker.Workers;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.HttpResources;

import org.springframework.http.client.ReactorResourceFactory;

/**
 * Provides the event loops of a {@link TunedTransport}, new ones after each restart, to
 * the server and to the clients that Spring builds. The connection pool of these clients
 * stays Reactor Netty's global one, which is not disposed of.
 */
public final class WorkerResourceFactory extends ReactorResourceFactory {

	/**
	 * Creates a factory.
	 * @param transport the transport of the loops
	 * @param workers is told the loops when they start
	 * @param shutdownQuietPeriod how long loops stay up after the last task, or
	 * {@code null} for Reactor Netty's default
	 */
	public WorkerResourceFactory(TunedTransport transport, Workers workers, @Nullable Duration shutdownQuietPeriod) {
		setUseGlobalResources(false);
		setLoopResourcesSupplier(() -> transport.newWorkers(workers));
		setConnectionProviderSupplier(HttpResources::get);
		if (shutdownQuietPeriod != null) {
			setShutdownQuietPeriod(shutdownQuietPeriod);
		}
	}

}
