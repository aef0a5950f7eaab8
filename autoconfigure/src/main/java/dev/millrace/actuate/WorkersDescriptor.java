package dev.millrace.actuate;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.millrace.worker.GuardCount;
import dev.millrace.worker.ServiceTimes;
import dev.millrace.worker.ServiceTimes.Percentiles;
import dev.millrace.worker.Worker;
import dev.millrace.worker.WorkerSnapshot;
import dev.millrace.worker.Workers;

/**
 * The workers as the endpoint tells them.
 *
 * @param workers each worker
 * @param total their sum; the loop lag is the largest, the utilization the mean
 * @param jvm what they use together
 */
public record WorkersDescriptor(List<WorkerDescriptor> workers, WorkerDescriptor total, JvmUsage jvm) {

	/**
	 * Describes the workers.
	 * @param workers the workers of the server
	 * @return what they have done so far
	 */
	public static WorkersDescriptor of(Workers workers) {
		List<Worker> all = workers.all();
		List<WorkerSnapshot> snapshots = all.stream().map(Worker::snapshot).toList();
		List<WorkerDescriptor> each = all.stream()
			.map((worker) -> WorkerDescriptor.of(worker.snapshot(), worker.serviceTimes().percentiles()))
			.toList();
		Percentiles times = ServiceTimes.percentiles(all.stream().map(Worker::serviceTimes).toList());
		return new WorkersDescriptor(each, WorkerDescriptor.of(WorkerSnapshot.total(snapshots), times),
				JvmUsage.current());
	}

	/**
	 * One worker, or the sum of all.
	 *
	 * @param name name of the worker
	 * @param connections its connections
	 * @param requests requests whose head was complete
	 * @param responses exchanges that ended, by class of their status
	 * @param bytesIn bytes received, as on the wire
	 * @param bytesOut bytes sent, as on the wire
	 * @param errors exchanges that failed
	 * @param pendingTasks tasks that wait for the event loop
	 * @param loopLagMillis how late the last task ran that was timed
	 * @param utilization share of the last 10 seconds that the loop was busy
	 * @param serviceTimeMicros how long requests took
	 * @param guards what limits and deadlines did
	 * @param illegalTransitions changes of a connection's state that make no sense:
	 * faults of the server
	 */
	public record WorkerDescriptor(String name, Connections connections, long requests, Map<String, Long> responses,
			long bytesIn, long bytesOut, long errors, int pendingTasks, double loopLagMillis, double utilization,
			Percentiles serviceTimeMicros, Map<String, GuardCount> guards, long illegalTransitions) {

		static WorkerDescriptor of(WorkerSnapshot snapshot, Percentiles times) {
			Map<String, Long> responses = new LinkedHashMap<>();
			for (int i = 1; i <= 5; i++) {
				responses.put(i + "xx", snapshot.responses().get(i));
			}
			responses.put("none", snapshot.responses().get(0));
			Map<String, GuardCount> guards = new LinkedHashMap<>();
			snapshot.guards().forEach((guard, count) -> guards.put(guard.id(), count));
			return new WorkerDescriptor(snapshot.name(), Connections.of(snapshot), snapshot.requests(), responses,
					snapshot.bytesIn(), snapshot.bytesOut(), snapshot.errors(), snapshot.pendingTasks(),
					snapshot.loopLagNanos() / 1e6, snapshot.utilization(), times, guards,
					snapshot.illegalTransitions());
		}

	}

	/**
	 * Connections of a worker.
	 *
	 * @param active open now
	 * @param accepted taken in since the start
	 * @param rejected turned away since the start
	 * @param closed ended since the start, by reason
	 */
	public record Connections(long active, long accepted, long rejected, Map<String, Long> closed) {

		static Connections of(WorkerSnapshot snapshot) {
			Map<String, Long> closed = new LinkedHashMap<>();
			snapshot.closedConnections().forEach((reason, count) -> closed.put(reason.id(), count));
			return new Connections(snapshot.activeConnections(), snapshot.acceptedConnections(),
					snapshot.rejectedConnections(), closed);
		}

	}

}
