package dev.millrace.worker;

import java.util.ArrayList;
import java.util.List;

import io.netty.util.concurrent.EventExecutor;
import org.jspecify.annotations.Nullable;

/**
 * All workers of the server, in the order in which their loops were registered. Safe for
 * use by any thread.
 */
public final class Workers {

	private final Guards guards = new Guards();

	private final CloseReasons closeReasons = new CloseReasons();

	private volatile List<Worker> workers = List.of();

	/**
	 * Returns the guards that the workers count.
	 * @return the guards of this application
	 */
	public Guards guards() {
		return this.guards;
	}

	/**
	 * Returns the reasons by which the workers count the ends of connections.
	 * @return the reasons of this application
	 */
	public CloseReasons closeReasons() {
		return this.closeReasons;
	}

	/**
	 * Replaces all workers by one for each of the given loops, which is what a server
	 * does each time it starts.
	 * @param prefix the first part of the names of the workers
	 * @param loops the event loops
	 */
	public void register(String prefix, Iterable<? extends EventExecutor> loops) {
		List<Worker> registered = new ArrayList<>();
		for (EventExecutor loop : loops) {
			registered.add(new Worker(prefix + "-" + (registered.size() + 1), loop));
		}
		this.workers = List.copyOf(registered);
	}

	/**
	 * Finds the worker of an event loop. Linear in the number of loops: look it up once
	 * per connection.
	 * @param loop the event loop
	 * @return its worker, or {@code null} if the loop is not one of this server's
	 */
	@SuppressWarnings("ReferenceEquality")
	public @Nullable Worker find(EventExecutor loop) {
		for (Worker worker : this.workers) {
			if (worker.executor() == loop) {
				return worker;
			}
		}
		return null;
	}

	/**
	 * Returns the workers.
	 * @return an immutable list
	 */
	public List<Worker> all() {
		return this.workers;
	}

	/**
	 * Reads the counters of all workers.
	 * @return a snapshot for each worker, in order of registration
	 */
	public List<WorkerSnapshot> snapshots() {
		List<WorkerSnapshot> snapshots = new ArrayList<>();
		for (Worker worker : this.workers) {
			snapshots.add(worker.snapshot());
		}
		return snapshots;
	}

	/**
	 * Adds up snapshots.
	 * @param snapshots what to add up
	 * @return the sums, under the name {@code total}
	 */
	public static WorkerSnapshot total(List<WorkerSnapshot> snapshots) {
		return WorkerSnapshot.total(snapshots);
	}

	/**
	 * Counts the connections that are open.
	 * @return the number, which may change while it is added up
	 */
	public long activeConnections() {
		long active = 0;
		for (Worker worker : this.workers) {
			active += worker.activeConnections();
		}
		return active;
	}

	/**
	 * Tells whether no worker serves any connection.
	 * @return whether there are workers and all of them are stuck
	 */
	public boolean allStuck() {
		List<Worker> current = this.workers;
		for (Worker worker : current) {
			if (!worker.stuck()) {
				return false;
			}
		}
		return !current.isEmpty();
	}

}
