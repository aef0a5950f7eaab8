package dev.millrace.worker;

/**
 * What a worker had counted at one moment.
 *
 * @param name the name of the worker
 * @param activeConnections connections open now
 * @param acceptedConnections connections taken in since the start
 * @param rejectedConnections connections turned away since the start
 * @param requests requests whose head was complete
 * @param bytesIn bytes received, as on the wire
 * @param bytesOut bytes sent, as on the wire
 * @param errors exchanges that failed
 * @param pendingTasks tasks that wait in the queue of the event loop
 */
public record WorkerSnapshot(String name, long activeConnections, long acceptedConnections, long rejectedConnections,
		long requests, long bytesIn, long bytesOut, long errors, int pendingTasks) {

	WorkerSnapshot plus(WorkerSnapshot other) {
		return new WorkerSnapshot(this.name, this.activeConnections + other.activeConnections,
				this.acceptedConnections + other.acceptedConnections,
				this.rejectedConnections + other.rejectedConnections, this.requests + other.requests,
				this.bytesIn + other.bytesIn, this.bytesOut + other.bytesOut, this.errors + other.errors,
				this.pendingTasks + other.pendingTasks);
	}

}
