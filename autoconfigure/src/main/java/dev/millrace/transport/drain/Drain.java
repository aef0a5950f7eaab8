package dev.millrace.transport.drain;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

import dev.millrace.connection.ConnectionRegistry;
import dev.millrace.connection.accept.AcceptHandler;
import dev.millrace.connection.accept.ConnectionLimiter;
import dev.millrace.worker.CloseReason;
import dev.millrace.worker.InFlight;
import dev.millrace.worker.RouteNames;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.netty.DisposableServer;

/**
 * Ends the work of a server by its own list of connections. After the delay listeners
 * take what waits in their accept queue and close; answers say that they are the last,
 * HTTP/2 connections say GOAWAY; what is in flight is finished, hot and WebFlux requests
 * alike; idle connections are closed after a grace, event streams and WebSockets after
 * theirs. What is left in the end is cut off, counted and logged. Safe for use by any
 * thread.
 */
public final class Drain implements GracefulDrain {

	/*
	 * Implementation note.
	 *
	 * Reactor Netty's own drain (disposeNow with a channel group) closes at once every
	 * connection that has no ChannelOperations: an idle connection on which a request is
	 * on its way, and a hot request, which never has operations. It ends neither event
	 * streams nor WebSockets, so a shutdown with one of them takes all the time that
	 * Spring gives. This drain asks the registry of connections instead, which knows
	 * every exchange of every lane.
	 *
	 * Order, each step because of the one before. (1) Delay: everything is served, so
	 * that load balancers can notice that readiness is down. (2) Listeners accept what
	 * the kernel has already completed a handshake for, even beyond the limit of
	 * connections, as closing the socket would reset those clients. (3) Each answer says
	 * that it is the last, or GOAWAY is sent. (4) Idle connections are closed only after
	 * a grace: a client may have sent a request before it saw the close, and HTTP/1.1 has
	 * no way to tell it that this one was not processed. (5) Endless answers are ended as
	 * their protocol ends them. (6) What is left is cut off, counted and logged by route.
	 *
	 * A thread of its own runs it (DrainRun) and polls every 50 ms: it must not wait on
	 * an event loop, for a loop that is stuck would hold up the shutdown, and 20 looks a
	 * second at two counters cost nothing. All that touches connections runs on their
	 * loops, in slices of 256.
	 *
	 * close() may run without drain(), and after it: cutting off an empty registry does
	 * nothing.
	 *
	 * The limiter is asked beside the registry, because a connection that was accepted
	 * and has not reached its event loop stands in the limiter alone.
	 *
	 * Names of routes of WebFlux are found by asking its mappings again, after the cut,
	 * for at most a second.
	 */

	private static final Duration LISTENER_TIMEOUT = Duration.ofSeconds(1);

	/**
	 * Time in which the routes of requests that were cut off are looked up for the log.
	 */
	private static final Duration NAMES_TIMEOUT = Duration.ofSeconds(1);

	private static final Logger logger = LoggerFactory.getLogger(Drain.class);

	private final ConnectionRegistry registry;

	private final ConnectionLimiter limiter;

	private final DrainSettings settings;

	private final RouteNames names;

	private final AtomicLong cutRequests = new AtomicLong();

	private volatile @Nullable DrainRun running;

	/**
	 * Creates the drain of a server.
	 * @param registry the connections of the server
	 * @param limiter counts those, too, that have not reached their event loop yet
	 * @param settings how much time it gives
	 */
	public Drain(ConnectionRegistry registry, ConnectionLimiter limiter, DrainSettings settings) {
		this(registry, limiter, settings, RouteNames.NONE);
	}

	/**
	 * Creates the drain of a server.
	 * @param registry the connections of the server
	 * @param limiter counts those, too, that have not reached their event loop yet
	 * @param settings how much time it gives
	 * @param names finds the routes of requests that are cut off
	 */
	public Drain(ConnectionRegistry registry, ConnectionLimiter limiter, DrainSettings settings, RouteNames names) {
		this.registry = registry;
		this.limiter = limiter;
		this.settings = settings;
		this.names = names;
	}

	/**
	 * Returns how much time this drain gives.
	 * @return the settings
	 */
	public DrainSettings settings() {
		return this.settings;
	}

	/**
	 * Counts the requests that were cut off.
	 * @return the number since the start
	 */
	public long cutRequests() {
		return this.cutRequests.get();
	}

	@Override
	public CompletionStage<Boolean> drain(List<DisposableServer> listeners) {
		DrainRun run = new DrainRun(this.settings, this.registry, () -> closeListeners(listeners), this::idle,
				() -> cut(LISTENER_TIMEOUT));
		this.running = run;
		new Thread(run, "millrace-drain").start();
		return run.result();
	}

	private boolean idle() {
		return this.registry.size() == 0 && this.limiter.open() == 0;
	}

	@Override
	public void abort() {
		DrainRun current = this.running;
		if (current != null) {
			current.abort();
		}
	}

	@Override
	public void close(List<DisposableServer> listeners, Duration timeout) {
		listeners.forEach(DisposableServer::dispose);
		awaitClosed(listeners);
		cut(timeout);
		this.registry.clear();
	}

	private void cut(Duration timeout) {
		try {
			Map<InFlight, Integer> requests = this.registry.cut(CloseReason.SHUTDOWN)
				.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
			int count = requests.values().stream().mapToInt(Integer::intValue).sum();
			if (count > 0) {
				this.cutRequests.addAndGet(count);
				logger.warn("Cut off {} requests that were in flight, by route: {}", count, byRoute(requests));
			}
		}
		catch (TimeoutException | ExecutionException ex) {
			logger.warn("Not all connections could be closed: an event loop does not respond");
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private Map<String, Integer> byRoute(Map<InFlight, Integer> requests) {
		Map<String, Integer> routes = new TreeMap<>();
		long start = System.nanoTime();
		requests.forEach((request, count) -> {
			String route = request.route();
			if (route == null && System.nanoTime() - start < NAMES_TIMEOUT.toNanos()) {
				route = this.names.find(request);
			}
			routes.merge((route != null) ? route : "no known route", count, Integer::sum);
		});
		return routes;
	}

	private static void closeListeners(List<DisposableServer> listeners) {
		for (DisposableServer listener : listeners) {
			AcceptHandler handler = listener.channel().pipeline().get(AcceptHandler.class);
			if (handler != null) {
				handler.closeWhenEmpty();
			}
			else {
				listener.dispose();
			}
		}
		awaitClosed(listeners);
	}

	private static void awaitClosed(List<DisposableServer> listeners) {
		for (DisposableServer listener : listeners) {
			try {
				listener.onDispose().block(LISTENER_TIMEOUT);
			}
			catch (IllegalStateException | CompletionException ex) {
				// A listener that does not close in time must not delay the drain of
				// connections.
			}
		}
	}

}
