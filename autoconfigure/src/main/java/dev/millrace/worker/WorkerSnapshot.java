package dev.millrace.worker;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
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
 * @param illegalTransitions changes of a connection's state that make no sense
 */
@SuppressWarnings("EnumOrdinal") // the index of a plain array
public record WorkerSnapshot(String name, long activeConnections, long acceptedConnections, long rejectedConnections,
		Map<CloseReason, Long> closedConnections, long requests, List<Long> responses, long bytesIn, long bytesOut,
		long errors, int pendingTasks, long loopLagNanos, double utilization, Map<Guard, GuardCount> guards,
		long illegalTransitions) {

	static Map<CloseReason, Long> closed(long[] counts) {
		Map<CloseReason, Long> closed = new EnumMap<>(CloseReason.class);
		for (CloseReason reason : CloseReason.values()) {
			if (counts[reason.ordinal()] != 0) {
				closed.put(reason, counts[reason.ordinal()]);
			}
		}
		return Collections.unmodifiableMap(closed);
	}

	static List<Long> responses(long[] counts) {
		List<Long> responses = new ArrayList<>(counts.length);
		for (long count : counts) {
			responses.add(count);
		}
		return Collections.unmodifiableList(responses);
	}

	static Map<Guard, GuardCount> guards(long[] enforced, long[] dryRun) {
		Map<Guard, GuardCount> guards = new EnumMap<>(Guard.class);
		for (Guard guard : Guard.values()) {
			GuardCount count = new GuardCount(enforced[guard.ordinal()], dryRun[guard.ordinal()]);
			if (count.enforced() != 0 || count.dryRun() != 0) {
				guards.put(guard, count);
			}
		}
		return Collections.unmodifiableMap(guards);
	}

	/**
	 * Adds up snapshots. The loop lag of the sum is the largest, its utilization the
	 * mean.
	 * @param snapshots what to add up
	 * @return the sums, under the name {@code total}
	 */
	public static WorkerSnapshot total(List<WorkerSnapshot> snapshots) {
		WorkerSnapshot total = new WorkerSnapshot("total", 0, 0, 0, Map.of(), 0, responses(new long[6]), 0, 0, 0, 0, 0,
				0, Map.of(), 0);
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
				merged(CloseReason.class, this.closedConnections, other.closedConnections, Long::sum),
				this.requests + other.requests, Collections.unmodifiableList(sums), this.bytesIn + other.bytesIn,
				this.bytesOut + other.bytesOut, this.errors + other.errors, this.pendingTasks + other.pendingTasks,
				Math.max(this.loopLagNanos, other.loopLagNanos), this.utilization + other.utilization * share,
				merged(Guard.class, this.guards, other.guards, GuardCount::plus),
				this.illegalTransitions + other.illegalTransitions);
	}

	private static <K extends Enum<K>, V> Map<K, V> merged(Class<K> type, Map<K, V> one, Map<K, V> other,
			BinaryOperator<V> sum) {
		Map<K, V> merged = new EnumMap<>(type);
		merged.putAll(one);
		other.forEach((key, value) -> merged.merge(key, value, sum));
		return Collections.unmodifiableMap(merged);
	}

}
