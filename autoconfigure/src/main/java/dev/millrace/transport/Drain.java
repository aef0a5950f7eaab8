package dev.millrace.transport;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import dev.millrace.connection.ConnectionRegistry;
import dev.millrace.worker.CloseReason;
import io.netty.channel.EventLoop;
import org.jspecify.annotations.Nullable;
import reactor.netty.DisposableServer;

/**
 * Ends the work of a server by its own list of connections: listeners close, idle
 * connections close, and those with a request in flight close after its answer, which
 * says so. Hot and WebFlux requests are alike to it.
 */
public final class Drain implements GracefulDrain {

	private static final long POLL_MILLIS = 20;

	private final ConnectionRegistry registry;

	private volatile @Nullable CompletableFuture<Boolean> draining;

	/**
	 * Creates the drain of a server.
	 * @param registry the connections of the server
	 */
	public Drain(ConnectionRegistry registry) {
		this.registry = registry;
	}

	@Override
	public CompletionStage<Boolean> drain(List<DisposableServer> listeners) {
		CompletableFuture<Boolean> result = new CompletableFuture<>();
		this.draining = result;
		EventLoop timer = listeners.get(0).channel().eventLoop();
		closeListeners(listeners);
		this.registry.forEach((connection) -> connection.closeGracefully(CloseReason.SHUTDOWN))
			.whenComplete((done, failure) -> poll(timer, result));
		return result;
	}

	private void poll(EventLoop timer, CompletableFuture<Boolean> result) {
		if (this.registry.size() == 0) {
			result.complete(true);
		}
		else if (!result.isDone()) {
			timer.schedule(() -> poll(timer, result), POLL_MILLIS, TimeUnit.MILLISECONDS);
		}
	}

	@Override
	public void abort() {
		CompletableFuture<Boolean> current = this.draining;
		if (current != null) {
			current.complete(false);
		}
	}

	@Override
	public void close(List<DisposableServer> listeners, Duration timeout) {
		closeListeners(listeners);
		try {
			this.registry.forEach((connection) -> connection.abort(CloseReason.SHUTDOWN))
				.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (TimeoutException | ExecutionException ex) {
			// The event loops are shut down next, and their channels with them.
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		this.registry.clear();
	}

	private static void closeListeners(List<DisposableServer> listeners) {
		listeners.forEach(DisposableServer::dispose);
		for (DisposableServer listener : listeners) {
			try {
				listener.onDispose().block(Duration.ofSeconds(1));
			}
			catch (IllegalStateException | CompletionException ex) {
				// A listener that does not close holds up no connection.
			}
		}
	}

}
