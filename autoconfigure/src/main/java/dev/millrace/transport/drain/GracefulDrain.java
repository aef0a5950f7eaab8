package dev.millrace.transport.drain;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

/**
 * Ends the work of a server: gracefully at first, and then at once. One instance serves
 * one server, which may be started again.
 */
public interface GracefulDrain {

	/**
	 * Prepares the server, before it is bound.
	 * @param server the server
	 * @return the server to bind
	 */
	default HttpServer prepare(HttpServer server) {
		return server;
	}

	/**
	 * Takes no more connections and lets the requests in flight end.
	 * @param listeners all listeners of the server
	 * @return ends with {@code true} if all requests did, with {@code false} after
	 * {@link #abort()}
	 */
	CompletionStage<Boolean> drain(List<DisposableServer> listeners);

	/** Gives up draining; without effect if nothing is being drained. */
	void abort();

	/**
	 * Closes the listeners and their connections.
	 * @param listeners all listeners of the server
	 * @param timeout how long requests in flight may take
	 */
	default void close(List<DisposableServer> listeners, Duration timeout) {
		for (DisposableServer listener : listeners) {
			try {
				listener.disposeNow(timeout);
			}
			catch (IllegalStateException ex) {
				// The timeout has passed. As in Boot, the connections that are left are
				// cut off.
			}
		}
	}

}
