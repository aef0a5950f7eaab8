package dev.millrace.worker;

import java.util.Objects;

import io.netty.util.concurrent.EventExecutor;
import org.jspecify.annotations.Nullable;

/**
 * The counters of one event loop. Every method that changes a counter must be called on
 * that loop: it is the only writer, so the fields are plain. Any thread may take a
 * {@link #snapshot()}.
 */
@SuppressWarnings("EnumOrdinal") // the index of a plain array
public final class Worker {

	private final String name;

	private final EventExecutor executor;

	private final LoopProbe probe;

	private final ServiceTimes serviceTimes = new ServiceTimes();

	private final long[] closed = new long[CloseReason.values().length];

	private final long[] responses = new long[6];

	private final long[] enforced = new long[Guard.values().length];

	private final long[] dryRun = new long[Guard.values().length];

	private @Nullable Activity activity;

	private long accepted;

	private long ended;

	private long rejected;

	private long requests;

	private long errors;

	private long bytesIn;

	private long bytesOut;

	private long illegalTransitions;

	/**
	 * Creates a worker.
	 * @param name the name of the worker, the same as that of its thread
	 * @param executor the event loop that alone writes the counters
	 */
	public Worker(String name, EventExecutor executor) {
		this.name = Objects.requireNonNull(name, "name");
		this.executor = Objects.requireNonNull(executor, "executor");
		this.probe = new LoopProbe(executor);
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

	/** Measures how late and how busy the loop is. */
	LoopProbe probe() {
		return this.probe;
	}

	/**
	 * Returns how long requests took.
	 * @return the times, for any thread to read
	 */
	public ServiceTimes serviceTimes() {
		return this.serviceTimes;
	}

	/**
	 * Returns how many connections are open.
	 * @return the number
	 */
	public long activeConnections() {
		// Read first, so that the number is never negative.
		long endedSoFar = this.ended;
		return this.accepted - endedSoFar;
	}

	/** Counts a connection that was taken in. */
	public void connectionAccepted() {
		this.accepted++;
	}

	/** Counts a connection that was turned away. */
	public void connectionRejected() {
		this.rejected++;
	}

	/**
	 * Counts the end of a connection that was taken in.
	 * @param reason why it ended
	 */
	public void connectionClosed(CloseReason reason) {
		this.ended++;
		this.closed[reason.ordinal()]++;
	}

	/**
	 * Counts a request whose head is complete.
	 * @param begun the request, by which a worker that gets stuck in it is found
	 */
	public void requestStarted(@Nullable Activity begun) {
		this.requests++;
		this.activity = begun;
	}

	/**
	 * Counts the end of an exchange.
	 * @param status the status of the response, 0 if there was none
	 */
	public void exchangeEnded(int status) {
		this.responses[Math.max(0, Math.min(status / 100, 5))]++;
		if (status >= 500) {
			this.errors++;
		}
	}

	/** Counts an exchange that failed without an answer, because something broke. */
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
	 * Counts that a guard took action.
	 * @param guard the guard
	 * @param forReal whether it did, or only would have
	 */
	public void guarded(Guard guard, boolean forReal) {
		(forReal ? this.enforced : this.dryRun)[guard.ordinal()]++;
	}

	/** Counts a change of state that makes no sense. */
	public void illegalTransition() {
		this.illegalTransitions++;
	}

	/**
	 * Tells whether the loop has not come back for longer than is allowed.
	 * @return whether it is stuck, as of the last look of the watchdog
	 */
	public boolean stuck() {
		return this.probe.stuck();
	}

	@Nullable Activity activity() {
		return this.activity;
	}

	/**
	 * Reads the counters. Values taken while the loop runs may be a few events apart from
	 * each other.
	 * @return an immutable copy
	 */
	public WorkerSnapshot snapshot() {
		long active = activeConnections();
		return new WorkerSnapshot(this.name, active, this.accepted, this.rejected, WorkerSnapshot.closed(this.closed),
				this.requests, WorkerSnapshot.responses(this.responses), this.bytesIn, this.bytesOut, this.errors,
				this.probe.pendingTasks(), this.probe.lagNanos(), this.probe.utilization(),
				WorkerSnapshot.guards(this.enforced, this.dryRun), this.illegalTransitions);
	}

}
