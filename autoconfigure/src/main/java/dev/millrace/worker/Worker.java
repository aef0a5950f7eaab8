package dev.millrace.worker;

import java.util.Objects;

import io.netty.util.concurrent.EventExecutor;
import org.jspecify.annotations.Nullable;

/**
 * The counters of one event loop. Every method that changes a counter must be called on
 * that loop: it is the only writer, so a count is a plain addition. Any thread may take a
 * {@link #snapshot()}.
 */
public final class Worker {

	private final String name;

	private final EventExecutor executor;

	private final LoopProbe probe;

	private final ServiceTimes serviceTimes = new ServiceTimes();

	private final RegisteredMap<CloseReason, Counter> closed = new RegisteredMap<>(Counter::new);

	private final Counter[] responses = { new Counter(), new Counter(), new Counter(), new Counter(), new Counter(),
			new Counter() };

	private final RegisteredMap<Guard, Counter> enforced = new RegisteredMap<>(Counter::new);

	private final RegisteredMap<Guard, Counter> dryRun = new RegisteredMap<>(Counter::new);

	private @Nullable Activity activity;

	private final Counter accepted = new Counter();

	private final Counter ended = new Counter();

	private final Counter rejected = new Counter();

	private final Counter requests = new Counter();

	private final Counter errors = new Counter();

	private final Counter bytesIn = new Counter();

	private final Counter bytesOut = new Counter();

	private final Counter illegalTransitions = new Counter();

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
		// Read before "accepted": a connection may be accepted and end between the two
		// reads, and the result would be negative.
		long endedSoFar = this.ended.get();
		return this.accepted.get() - endedSoFar;
	}

	/** Counts a connection that was taken in. */
	public void connectionAccepted() {
		this.accepted.increment();
	}

	/** Counts a connection that was turned away. */
	public void connectionRejected() {
		this.rejected.increment();
	}

	/**
	 * Counts the end of a connection that was taken in.
	 * @param reason why it ended
	 */
	public void connectionClosed(CloseReason reason) {
		this.ended.increment();
		count(this.closed.get(reason));
	}

	/**
	 * Counts a request whose head is complete.
	 * @param begun describes the request, for the log line if the worker is blocked by it
	 */
	public void requestStarted(@Nullable Activity begun) {
		this.requests.increment();
		this.activity = begun;
	}

	/**
	 * Counts the end of an exchange.
	 * @param status the status of the response, 0 if there was none
	 */
	public void exchangeEnded(int status) {
		this.responses[Math.max(0, Math.min(status / 100, 5))].increment();
		if (status >= 500) {
			this.errors.increment();
		}
	}

	/** Counts an exchange that failed without an answer, because something broke. */
	public void exchangeFailed() {
		this.errors.increment();
	}

	/**
	 * Counts bytes that came off the wire.
	 * @param bytes how many
	 */
	public void received(long bytes) {
		this.bytesIn.add(bytes);
	}

	/**
	 * Counts bytes handed to the wire.
	 * @param bytes how many
	 */
	public void sent(long bytes) {
		this.bytesOut.add(bytes);
	}

	/**
	 * Counts that a guard took action.
	 * @param guard the guard
	 * @param forReal whether it did, or only would have
	 */
	public void guarded(Guard guard, boolean forReal) {
		count((forReal ? this.enforced : this.dryRun).get(guard));
	}

	/** Counts nothing for a value that was given back and whose index is taken. */
	private static void count(@Nullable Counter counter) {
		if (counter != null) {
			counter.increment();
		}
	}

	/**
	 * Counts a change of state that the table of states does not allow: a fault of
	 * Millrace.
	 */
	public void illegalTransition() {
		this.illegalTransitions.increment();
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
		return new WorkerSnapshot(this.name, active, this.accepted.get(), this.rejected.get(),
				WorkerSnapshot.closed(this.closed), this.requests.get(), WorkerSnapshot.responses(this.responses),
				this.bytesIn.get(), this.bytesOut.get(), this.errors.get(), this.probe.pendingTasks(),
				this.probe.lagNanos(), this.probe.utilization(), WorkerSnapshot.guards(this.enforced, this.dryRun),
				this.illegalTransitions.get());
	}

}
