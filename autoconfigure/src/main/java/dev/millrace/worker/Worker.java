package dev.millrace.worker;

import java.util.Objects;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.SingleThreadEventExecutor;

/**
 * The counters of one event loop. Every method that changes a counter must be called on
 * that loop: it is the only writer, so the fields are plain. Any thread may take a
 * {@link #snapshot()}.
 */
public final class Worker {

	private final String name;

	private final EventExecutor executor;

	private long accepted;

	private long rejected;

	private long closed;

	private long requests;

	private long errors;

	private long bytesIn;

	private long bytesOut;

	/**
	 * Creates a worker.
	 * @param name the name of the worker, the same as that of its thread
	 * @param executor the event loop that alone writes the counters
	 */
	public Worker(String name, EventExecutor executor) {
		this.name = Objects.requireNonNull(name, "name");
		this.executor = Objects.requireNonNull(executor, "executor");
	}

	/**
	 * Returns the name of this worker.
	 * @return the name, such as {@code millrace-1}
	 */
	public String name() {
		return this.name;
	}

	/**
	 * Returns the event loop that this worker counts for.
	 * @return the event loop
	 */
	public EventExecutor executor() {
		return this.executor;
	}

	/** Counts a connection that was taken in. */
	public void connectionAccepted() {
		this.accepted++;
	}

	/** Counts a connection that was turned away. */
	public void connectionRejected() {
		this.rejected++;
	}

	/** Counts the end of a connection that was taken in. */
	public void connectionClosed() {
		this.closed++;
	}

	/** Counts a request whose head is complete. */
	public void requestStarted() {
		this.requests++;
	}

	/** Counts an exchange that failed: a 5xx answer, or none because something broke. */
	public void exchangeFailed() {
		this.errors++;
	}

	/**
	 * Counts bytes that came off the wire.
	 * @param bytes how many
	 */
	public void received(long bytes) {
		this.bytesIn += bytes;
	}

	/**
	 * Counts bytes handed to the wire.
	 * @param bytes how many
	 */
	public void sent(long bytes) {
		this.bytesOut += bytes;
	}

	/**
	 * Reads the counters. Values taken while the loop runs may be a few events apart from
	 * each other.
	 * @return an immutable copy
	 */
	public WorkerSnapshot snapshot() {
		int pendingTasks = (this.executor instanceof SingleThreadEventExecutor loop) ? loop.pendingTasks() : 0;
		// Read before accepted, so that the number of active connections is never
		// negative.
		long closedSoFar = this.closed;
		return new WorkerSnapshot(this.name, this.accepted - closedSoFar, this.accepted, this.rejected, this.requests,
				this.bytesIn, this.bytesOut, this.errors, pendingTasks);
	}

}
