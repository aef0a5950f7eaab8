package dev.millrace.connection;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one event loop and the one task that sweeps them for those that were
 * idle for too long. Confined to the loop.
 */
final class LoopConnections {

	private static final long SWEEP_MILLIS = 100;

	private final KeepAlive keepAlive;

	private final long idleNanos;

	private final IdleList idle = new IdleList();

	private @Nullable ServerConnection first;

	private final Future<?> sweeper;

	LoopConnections(EventLoop loop, KeepAlive keepAlive) {
		this.keepAlive = keepAlive;
		this.idleNanos = keepAlive.idleTimeout().toNanos();
		this.sweeper = loop.scheduleWithFixedDelay(this::sweep, SWEEP_MILLIS, SWEEP_MILLIS, TimeUnit.MILLISECONDS);
	}

	IdleList idle() {
		return this.idle;
	}

	boolean exhausted(long requests) {
		return this.keepAlive.maxRequests() >= 0 && requests >= this.keepAlive.maxRequests();
	}

	long expiryOf(long acceptedAtNanos) {
		if (this.keepAlive.maxAge() == null) {
			return Long.MAX_VALUE;
		}
		double cut = this.keepAlive.jitter() * ThreadLocalRandom.current().nextDouble();
		return acceptedAtNanos + (long) (this.keepAlive.maxAge().toNanos() * (1 - cut));
	}

	void add(ServerConnection connection) {
		connection.next = this.first;
		if (this.first != null) {
			this.first.previous = connection;
		}
		this.first = connection;
		this.idle.add(connection.idle, connection.lastActivityNanos());
	}

	boolean remove(ServerConnection connection) {
		if (connection.previous == null && this.first != connection) {
			return false;
		}
		this.idle.remove(connection.idle);
		ServerConnection previous = connection.previous;
		ServerConnection next = connection.next;
		if (previous != null) {
			previous.next = next;
		}
		else {
			this.first = next;
		}
		if (next != null) {
			next.previous = previous;
		}
		connection.previous = null;
		connection.next = null;
		return true;
	}

	void forEach(Consumer<ServerConnection> action) {
		ServerConnection connection = this.first;
		while (connection != null) {
			ServerConnection next = connection.next;
			action.accept(connection);
			connection = next;
		}
	}

	List<ConnectionSnapshot> snapshots() {
		List<ConnectionSnapshot> snapshots = new ArrayList<>();
		long now = System.nanoTime();
		forEach((connection) -> snapshots.add(connection.snapshot(now)));
		return snapshots;
	}

	void stop() {
		this.sweeper.cancel(false);
	}

	private void sweep() {
		if (this.idleNanos == 0) {
			return;
		}
		long limit = System.nanoTime() - this.idleNanos;
		ServerConnection expired = this.idle.pollIdleSince(limit);
		while (expired != null) {
			expired.closeGracefully();
			expired = this.idle.pollIdleSince(limit);
		}
	}

}
