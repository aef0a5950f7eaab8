package dev.millrace.connection;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import dev.millrace.worker.Guard;
import dev.millrace.worker.LoopTicker;
import io.netty.channel.EventLoop;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one event loop, and the one task that sweeps their clocks. Confined
 * to the loop.
 */
final class LoopConnections {

	private static final long SWEEP_MILLIS = 100;

	/**
	 * Clocks that a sweep expires at once: each closes a connection, which takes long.
	 */
	private static final int EXPIRED_AT_ONCE = 16;

	/** Deadlines that a sweep tells at once: a verdict is given quicker than a close. */
	private static final int PASSED_AT_ONCE = 64;

	/** So many connections are looked at before the loop may read and write again. */
	static final int SLICE = 256;

	private final EventLoop loop;

	private final ConnectionSettings settings;

	private final LoopGuards guards;

	private final LoopDeadlines deadlines = new LoopDeadlines();

	private final ClockList lingering = new ClockList(TimeUnit.SECONDS.toNanos(1));

	private final Future<?> sweeper;

	private final boolean halfClosable;

	private @Nullable ServerConnection first;

	private boolean behind;

	private boolean draining;

	LoopConnections(EventLoop loop, ConnectionSettings settings) {
		this.loop = loop;
		this.settings = settings;
		this.guards = new LoopGuards(settings);
		this.halfClosable = HalfClosable.on(loop);
		this.sweeper = LoopTicker.every(loop, SWEEP_MILLIS, this::sweep);
	}

	ConnectionSettings settings() {
		return this.settings;
	}

	/**
	 * Counts that a guard met a connection.
	 * @param connection the connection
	 * @param guard the guard
	 * @return whether it is to be enforced
	 */
	boolean strikes(ServerConnection connection, Guard guard) {
		return this.guards.strikes(connection.worker(), connection.channel(), guard);
	}

	/** The clocks of a kind, {@code null} if none of it runs. */
	@Nullable ClockList clocks(Guard guard) {
		return this.guards.clocks(guard);
	}

	/**
	 * The clocks of connections that wait for their client to close, of a second each.
	 */
	ClockList lingering() {
		return this.lingering;
	}

	/** The deadlines of features. */
	LoopDeadlines deadlines() {
		return this.deadlines;
	}

	/** Whether a connection can stay open when its client ends its input. */
	boolean halfClosable() {
		return this.halfClosable;
	}

	boolean exhausted(long requests) {
		int limit = this.settings.keepAlive().maxRequests();
		return this.draining || (limit >= 0 && requests >= limit);
	}

	/** Makes each answer the last of its connection. */
	void drain() {
		this.draining = true;
	}

	boolean draining() {
		return this.draining;
	}

	long expiryOf(long acceptedAtNanos) {
		KeepAlive keepAlive = this.settings.keepAlive();
		if (keepAlive.maxAge() == null) {
			return Long.MAX_VALUE;
		}
		double cut = keepAlive.jitter() * ThreadLocalRandom.current().nextDouble();
		return acceptedAtNanos + (long) (keepAlive.maxAge().toNanos() * (1 - cut));
	}

	void add(ServerConnection connection) {
		Entry entry = connection;
		Entry second = this.first;
		entry.next = this.first;
		if (second != null) {
			second.previous = connection;
		}
		this.first = connection;
	}

	/**
	 * Takes out a connection. It keeps its "next", so that a walk in slices that paused
	 * at it can go on.
	 */
	void remove(ServerConnection connection) {
		Entry entry = connection;
		Entry before = entry.previous;
		Entry after = entry.next;
		if (before != null) {
			before.next = entry.next;
		}
		else {
			this.first = entry.next;
		}
		if (after != null) {
			after.previous = entry.previous;
		}
		entry.previous = null;
	}

	/**
	 * Does something with each connection, a slice at a time, so that no request waits
	 * for it.
	 * @param action what to do
	 * @return completes when the last one was done
	 */
	CompletableFuture<Void> forEach(Consumer<ServerConnection> action) {
		CompletableFuture<Void> done = new CompletableFuture<>();
		this.loop.execute(() -> slice(this.first, action, done));
		return done;
	}

	private void slice(@Nullable ServerConnection from, Consumer<ServerConnection> action,
			CompletableFuture<Void> done) {
		ServerConnection connection = from;
		for (int i = 0; i < SLICE && connection != null; i++) {
			ServerConnection next = ((Entry) connection).next;
			if (connection.open()) {
				action.accept(connection);
			}
			connection = next;
		}
		if (connection == null) {
			done.complete(null);
		}
		else {
			ServerConnection rest = connection;
			later(() -> slice(rest, action, done));
		}
	}

	CompletableFuture<List<ConnectionSnapshot>> snapshots() {
		List<ConnectionSnapshot> snapshots = new ArrayList<>();
		long nanos = System.nanoTime();
		long millis = System.currentTimeMillis();
		return forEach((connection) -> snapshots.add(connection.snapshot(nanos, millis)))
			.thenApply((done) -> snapshots);
	}

	/**
	 * Expires clocks and deadlines. If there are more than may be handled at once, the
	 * rest follows a millisecond later.
	 */
	private void sweep() {
		int left = EXPIRED_AT_ONCE - this.lingering.sweep(this.loop.ticker().nanoTime(), EXPIRED_AT_ONCE);
		long now = System.nanoTime();
		left -= this.guards.sweep(now, left);
		int passed = this.deadlines.sweep(now, PASSED_AT_ONCE);
		if ((left == 0 || passed == PASSED_AT_ONCE) && !this.behind) {
			this.behind = true;
			later(this::catchUp);
		}
	}

	private void catchUp() {
		this.behind = false;
		sweep();
	}

	/**
	 * Runs a task after a millisecond, so that the loop reads and writes before. A task
	 * that is handed to the loop itself runs before it looks at its sockets again.
	 */
	private void later(Runnable task) {
		LoopTicker.after(this.loop, 1, task);
	}

	void stop() {
		this.sweeper.cancel(false);
	}

	/**
	 * What a connection knows of its place in the list of its loop. Only the list changes
	 * it.
	 */
	abstract static class Entry {

		private @Nullable ServerConnection previous;

		private @Nullable ServerConnection next;

	}

}
