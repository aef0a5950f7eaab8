package dev.millrace.connection;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import dev.millrace.worker.CloseReason;
import dev.millrace.worker.InFlight;
import dev.millrace.worker.Worker;
import dev.millrace.worker.Workers;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import org.jspecify.annotations.Nullable;

/**
 * All connections of a server. Each event loop keeps the list of its own; methods of this
 * class run on every loop and join the results, so that no lock is taken when a
 * connection comes or ends. Safe for use by any thread.
 */
public final class ConnectionRegistry {

	/** Stands for the requests that have no description. */
	private static final InFlight UNKNOWN = new InFlight(null, "", "", Map.of());

	private final Workers workers;

	private final ConnectionSettings settings;

	private final Map<EventLoop, LoopConnections> loops = new ConcurrentHashMap<>();

	private volatile boolean draining;

	/**
	 * Creates an empty registry.
	 * @param workers the workers that count
	 * @param keepAlive how long connections are kept
	 */
	public ConnectionRegistry(Workers workers, KeepAlive keepAlive) {
		this(workers, new ConnectionSettings(keepAlive, Timeouts.NONE, Throttling.NONE));
	}

	/**
	 * Creates an empty registry.
	 * @param workers the workers that count
	 * @param settings what connections keep to
	 */
	public ConnectionRegistry(Workers workers, ConnectionSettings settings) {
		this.workers = workers;
		this.settings = settings;
	}

	/**
	 * Begins to track a connection. Must be called on its event loop.
	 * @param channel the channel that was accepted
	 * @return the connection, or {@code null} when its loop has no worker
	 */
	public @Nullable ServerConnection open(Channel channel) {
		EventLoop eventLoop = channel.eventLoop();
		Worker worker = this.workers.find(eventLoop);
		if (worker == null) {
			return null;
		}
		LoopConnections loop = this.loops.computeIfAbsent(eventLoop, (key) -> new LoopConnections(key, this.settings));
		if (this.draining) {
			loop.drain();
		}
		ServerConnection connection = new ServerConnection(channel, worker, loop);
		connection.opened();
		return connection;
	}

	/**
	 * Counts the connections that are open.
	 * @return the number, which may change while it is added up
	 */
	public long size() {
		return this.workers.activeConnections();
	}

	/**
	 * Does something with each connection, on its event loop.
	 * @param action what to do
	 * @return completes when all loops are through
	 */
	public CompletableFuture<Void> forEach(Consumer<ServerConnection> action) {
		List<CompletableFuture<Void>> parts = new ArrayList<>();
		this.loops.forEach((eventLoop, loop) -> {
			if (!eventLoop.isShuttingDown()) {
				parts.add(loop.forEach(action));
			}
		});
		return CompletableFuture.allOf(parts.toArray(CompletableFuture[]::new));
	}

	/**
	 * Takes a snapshot of every connection, without stopping a loop.
	 * @param patience how long to wait for a loop that is stuck, before its connections
	 * are left out
	 * @return completes with the snapshots, loop after loop
	 */
	public CompletableFuture<List<ConnectionSnapshot>> snapshots(Duration patience) {
		List<CompletableFuture<List<ConnectionSnapshot>>> parts = new ArrayList<>();
		this.loops.forEach((eventLoop, loop) -> {
			if (!eventLoop.isShuttingDown()) {
				parts.add(loop.snapshots().completeOnTimeout(List.of(), patience.toMillis(), TimeUnit.MILLISECONDS));
			}
		});
		return CompletableFuture.allOf(parts.toArray(CompletableFuture[]::new)).thenApply((done) -> {
			List<ConnectionSnapshot> all = new ArrayList<>();
			parts.forEach((part) -> all.addAll(part.join()));
			return all;
		});
	}

	/**
	 * Closes a connection, whatever it is doing.
	 * @param id the number of the connection
	 * @param reason why
	 * @return completes with whether there was such a connection
	 */
	public CompletableFuture<Boolean> close(long id, CloseReason reason) {
		AtomicBoolean found = new AtomicBoolean();
		return forEach((connection) -> {
			if (connection.id() == id) {
				found.set(true);
				connection.abort(reason);
			}
		}).thenApply((done) -> found.get());
	}

	/**
	 * Begins the drain: each answer is the last of its connection from now on and says
	 * so, also on connections that are still accepted.
	 * @return completes when all loops know
	 */
	public CompletableFuture<Void> drain() {
		this.draining = true;
		return forEach((connection) -> {
			connection.loop().drain();
			connection.closer().announceClose();
		});
	}

	/**
	 * Closes connections that are idle, HTTP/2 connections as soon as their streams have
	 * ended.
	 * @param reason why
	 * @param grace how long a client must not have sent anything, after an answer that
	 * was perhaps on its way when the drain began
	 * @return completes when all loops are through
	 */
	public CompletableFuture<Void> closeIdle(CloseReason reason, Duration grace) {
		long now = System.nanoTime();
		return forEach((connection) -> {
			if (connection.protocol().multiplexed() || connection.idle(grace.toNanos(), now)) {
				connection.closeGracefully(reason);
			}
		});
	}

	/**
	 * Ends event streams and WebSockets in the way of their protocol, see
	 * {@link Closer#endStreams()}.
	 * @return completes when all loops are through
	 */
	public CompletableFuture<Void> endStreams() {
		return forEach((connection) -> connection.closer().endStreams());
	}

	/**
	 * Closes all connections, whatever they are doing.
	 * @param reason why
	 * @return completes with the requests that were in flight, and how many there were of
	 * each; of a connection with several at once the one that was begun last stands for
	 * all
	 */
	public CompletableFuture<Map<InFlight, Integer>> cut(CloseReason reason) {
		Map<InFlight, Integer> requests = new ConcurrentHashMap<>();
		return forEach((connection) -> {
			InFlight request = connection.inFlight();
			if (connection.activeExchanges() > 0) {
				requests.merge((request != null) ? request : UNKNOWN, connection.activeExchanges(), Integer::sum);
			}
			connection.abort(reason);
		}).thenApply((done) -> requests);
	}

	/**
	 * Forgets the loops of a server that has stopped.
	 */
	public void clear() {
		this.draining = false;
		this.loops.values().forEach(LoopConnections::stop);
		this.loops.clear();
	}

}
