package dev.millrace.worker;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BinaryOperator;

/**
 * What a worker had counted at one moment.
 *
 * @param name the name of the worker
 * @param activeConnections connections open now
 * @param acceptedConnections connections taken in since the start
 * @param rejectedConnections connections turned away since the start
 * @param closedConnections connections that ended since the start, by reason; without
 * those that did not happen
 * @param requests requests whose head was complete
 * @param responses exchanges that ended, by the first digit of their status; those
 * without a response at 0
 * @param bytesIn bytes received, as on the wire
 * @param bytesOut bytes sent, as on the wire
 * @param errors exchanges that failed
 * @param pendingTasks tasks that wait in the queue of the event loop
 * @param loopLagNanos how late the last task ran that was timed
 * @param utilization share of the last 10 seconds that the loop was busy, 0 to 1
 * @param guards what limits and deadlines did; without those that did nothing
 * @param illegalTransitions changes of a connection's state that its table does not allow
 */
public record WorkerSnapshot(String name, long activeConnections, long acceptedConnections, long rejectedConnections,
		Map<CloseReason, Long> closedConnections, long requests, List<Long> responses, long bytesIn, long bytesOut,
		long errors, int pendingTasks, long loopLagNanos, double utilization, Map<Guard, GuardCount> guards,
		long illegalTransitions) {

	static Map<CloseReason, Long> closed(RegisteredMap<CloseReason, Counter> counters) {
		Map<CloseReason, Long> closed = new TreeMap<>();
		counters.forEach((reason, counter) -> closed.put(reason, counter.get()));
		return Collections.unmodifiableMap(closed);
	}

	static List<Long> responses(Counter[] counters) {
		List<Long> responses = new ArrayList<>(counters.length);
		for (Counter counter : counters) {
			responses.add(counter.get());
		}
		return Collections.unmodifiableList(responses);
	}

	static Map<Guard, GuardCount> guards(RegisteredMap<Guard, Counter> enforced, RegisteredMap<Guard, Counter> dryRun) {
		Map<Guard, GuardCount> guards = new TreeMap<>();
		enforced.forEach((guard, counter) -> guards.put(guard, new GuardCount(counter.get(), 0)));
		dryRun.forEach((guard, counter) -> guards.merge(guard, new GuardCount(0, counter.get()), GuardCount::plus));
		return Collections.unmodifiableMap(guards);
	}

	/**
	 * Adds up snapshots. The loop lag of the sum is the largest, its utilization the
	 * mean.
	 * @param snapshots what to add up
	 * @return the sums, under the name {@code total}
	 */
	public static WorkerSnapshot total(List<WorkerSnapshot> snapshots) {
		WorkerSnapshot total = new WorkerSnapshot("total", 0, 0, 0, Map.of(), 0, Collections.nCopies(6, 0L), 0, 0, 0, 0,
				0, 0, Map.of(), 0);
		for (WorkerSnapshot snapshot : snapshots) {
			total = total.plus(snapshot, 1.0 / snapshots.size());
		}
		return total;
	}

	private WorkerSnapshot plus(WorkerSnapshot other, double share) {
		List<Long> sums = new ArrayList<>();
		for (int i = 0; i < this.responses.size(); i++) {
			sums.add(this.responses.get(i) + other.responses.get(i));
		}
		return new WorkerSnapshot(this.name, this.activeConnections + other.activeConnections,
				this.acceptedConnections + other.acceptedConnections,
				this.rejectedConnections + other.rejectedConnections,
				merged(this.closedConnections, other.closedConnections, Long::sum), this.requests + other.requests,
				Collections.unmodifiableList(sums), this.bytesIn + other.bytesIn, this.bytesOut + other.bytesOut,
				this.errors + other.errors, this.pendingTasks + other.pendingTasks,
				Math.max(this.loopLagNanos, other.loopLagNanos), this.utilization + other.utilization * share,
				merged(this.guards, other.guards, GuardCount::plus),
				this.illegalTransitions + other.illegalTransitions);
	}

	private static <K extends Registered<K>, V> Map<K, V> merged(Map<K, V> one, Map<K, V> other,
			BinaryOperator<V> sum) {
		Map<K, V> merged = new TreeMap<>();
		merged.putAll(one);
		other.forEach((key, value) -> merged.merge(key, value, sum));
		return Collections.unmodifiableMap(merged);
	}

}
