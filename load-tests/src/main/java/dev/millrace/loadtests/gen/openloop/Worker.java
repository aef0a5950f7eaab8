package dev.millrace.loadtests.gen.openloop;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import dev.millrace.loadtests.gen.Load;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;

/**
 * One thread of the generator with its share of connections and of the schedule.
 */
@SuppressWarnings("FutureReturnValueIgnored") // tasks of a loop that ends with the run
final class Worker {

	/** Timers are not more exact than this; requests due within it go together. */
	private static final long MIN_DELAY = TimeUnit.MICROSECONDS.toNanos(50);

	private static final long STALL_DELAY = TimeUnit.MILLISECONDS.toNanos(1);

	/** How long to wait for the last answers. */
	private static final long PATIENCE = TimeUnit.SECONDS.toNanos(2);

	private final Load load;

	private final EventLoop loop;

	private final Schedule schedule;

	private final Promise<Void> finished;

	private final Counts counts;

	private final ConnectionPool connections;

	private final List<Connection> touched = new ArrayList<>();

	private long start;

	private boolean running;

	private final AtomicLong answered = new AtomicLong();

	Worker(Load load, InetSocketAddress address, EventLoop loop, int size, Schedule schedule, Promise<Void> finished) {
		this.load = load;
		this.loop = loop;
		this.schedule = schedule;
		this.finished = finished;
		this.counts = new Counts(load.warmUp(), load.duration());
		this.connections = new ConnectionPool(load, address, loop, size, this);
	}

	/**
	 * Opens the connections.
	 * @return completes when each has been opened or refused
	 */
	Future<Void> connect() {
		return this.connections.open();
	}

	/**
	 * Begins.
	 * @param startNanos when the schedule begins
	 * @return completes when it is done
	 */
	Future<Void> start(long startNanos) {
		this.loop.execute(() -> {
			this.start = startNanos;
			this.running = true;
			this.loop.schedule(this::begin, startNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
		});
		return this.finished;
	}

	private void begin() {
		this.loop.schedule(this::end, this.load.total().toNanos() - now(), TimeUnit.NANOSECONDS);
		if (this.schedule.isClosedLoop()) {
			this.connections.forEach(this::fill);
		}
		else {
			tick();
		}
	}

	private void tick() {
		if (this.running) {
			sendWhatIsDue();
			long wait = this.schedule.next() - now();
			// Behind schedule no connection is free, and the next answer sends the next
			// request
			long delay = (wait < 0) ? STALL_DELAY : Math.max(MIN_DELAY, wait);
			this.loop.schedule(this::tick, delay, TimeUnit.NANOSECONDS);
		}
	}

	private void sendWhatIsDue() {
		long now = now();
		while (this.schedule.next() <= now) {
			Connection connection = this.connections.take();
			if (connection == null) {
				break;
			}
			long due = this.schedule.take();
			this.counts.sent(due, now);
			connection.send(due);
			this.touched.add(connection);
			this.connections.offer(connection);
		}
		this.touched.forEach(Connection::flush);
		this.touched.clear();
	}

	private void fill(Connection connection) {
		while (connection.hasRoom()) {
			connection.send(now());
		}
		connection.flush();
	}

	void ready(Connection connection) {
		if (!this.schedule.isClosedLoop()) {
			this.connections.offer(connection);
		}
		else if (this.running) {
			fill(connection);
		}
	}

	void answered(Connection connection, long due, int status) {
		long now = now();
		this.answered.lazySet(this.answered.get() + 1);
		if (status >= 200 && status < 400) {
			this.counts.answered(due, now);
		}
		else {
			this.counts.failed(due, "status " + status);
		}
		if (!this.running) {
			return;
		}
		if (this.schedule.isClosedLoop()) {
			connection.send(now);
		}
		else if (this.schedule.next() <= now) {
			long next = this.schedule.take();
			// It could not go earlier: no connection was free, which is not the
			// generator's fault
			connection.send(next);
		}
		else {
			this.connections.offer(connection);
		}
	}

	void failed(long due, String cause) {
		this.counts.failed(due, cause);
	}

	void gone(Connection connection) {
		this.connections.remove(connection, this.running);
	}

	void refused() {
		this.counts.failed("connect");
	}

	private void end() {
		this.running = false;
		awaitAnswers(now() + PATIENCE);
	}

	private void awaitAnswers(long deadline) {
		boolean quiet = this.connections.isQuiet();
		if (quiet || now() > deadline) {
			this.connections.forEach(Connection::giveUp);
			countWhatWasNeverSent();
			this.connections.release();
			this.finished.setSuccess(null);
		}
		else {
			this.loop.schedule(() -> awaitAnswers(deadline), 10, TimeUnit.MILLISECONDS);
		}
	}

	/**
	 * What was due but found no free connection has failed, too.
	 */
	private void countWhatWasNeverSent() {
		long end = this.load.total().toNanos();
		while (!this.schedule.isClosedLoop() && this.schedule.next() < end) {
			this.counts.failed(this.schedule.take(), "never sent");
		}
	}

	private long now() {
		return System.nanoTime() - this.start;
	}

	long answered() {
		return this.answered.get();
	}

	Counts counts() {
		return this.counts;
	}

}
