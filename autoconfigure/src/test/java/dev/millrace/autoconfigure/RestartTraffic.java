package dev.millrace.autoconfigure;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

import dev.millrace.testing.RawClient;
import dev.millrace.testing.RawClient.Response;

/**
 * Clients that go on sending requests on connections that they keep, and know what became
 * of each: half of them ask for hot routes, half for WebFlux, one request of ten is slow.
 * Beside them some that listen to events.
 */
final class RestartTraffic implements AutoCloseable {

	private static final int CLIENTS = 50;

	private static final int LISTENERS = 4;

	private static final long INTERVAL_NANOS = 40_000_000;

	/**
	 * A client that the machine held up for so long may find a connection that was closed
	 * because it was idle (RFC 9112 section 9.3.1), which is no loss either. The time is
	 * taken from the request that was answered last, because the client may also have
	 * been held up between the arrival of that answer and its look at the clock.
	 */
	private static final long IDLE_NANOS = RollingRestart.GRACE.toNanos() / 2;

	private static final int SLOW = 10;

	private final LongAdder served = new LongAdder();

	private final LongAdder resets = new LongAdder();

	private final LongAdder endedStreams = new LongAdder();

	private final Queue<String> failures = new ConcurrentLinkedQueue<>();

	private final Queue<RawClient> listening = new ConcurrentLinkedQueue<>();

	private final List<Thread> threads = new ArrayList<>();

	private final int port;

	private volatile boolean stopped;

	/**
	 * Starts 50 clients, which send 1,000 requests a second together, the slow ones
	 * considered.
	 */
	RestartTraffic(int port) {
		this.port = port;
		for (int i = 0; i < CLIENTS; i++) {
			int number = i;
			start(() -> send(number));
		}
		for (int i = 0; i < LISTENERS; i++) {
			start(this::listen);
		}
	}

	private void start(Runnable client) {
		Thread thread = new Thread(client, "client");
		this.threads.add(thread);
		thread.start();
	}

	private void send(int number) {
		RawClient client = null;
		boolean fresh = true;
		long answeredRequestNanos = System.nanoTime();
		long next = System.nanoTime() + number * INTERVAL_NANOS / CLIENTS;
		for (int i = number; !this.stopped; i++) {
			String path = ((number % 2 == 0) ? "/hot" : "/controller") + ((i % SLOW == 0) ? "/slow" : "/fast");
			try {
				if (client == null) {
					fresh = true;
					client = new RawClient(this.port);
				}
				long sentNanos = System.nanoTime();
				Response answer = client.get(path).read();
				fresh = false;
				answeredRequestNanos = sentNanos;
				count(path, answer);
				if (answer.has("connection: close")) {
					client.close();
					client = null;
				}
			}
			catch (IllegalStateException | UncheckedIOException ex) {
				long pauseNanos = System.nanoTime() - answeredRequestNanos;
				if (fresh || pauseNanos < IDLE_NANOS) {
					lost(path, fresh && (client == null || !client.answered()), pauseNanos, ex);
				}
				client = null;
			}
			next += INTERVAL_NANOS;
			LockSupport.parkNanos(next - System.nanoTime());
		}
		if (client != null) {
			client.close();
		}
	}

	private void count(String path, Response answer) {
		if (answer.status() == 200 && answer.body().equals(path)) {
			this.served.increment();
		}
		else {
			this.failures.add(path + " " + answer.statusLine() + " " + answer.body());
		}
	}

	/** RFC 9112 section 9.3.1: a new connection that was never served is tried again. */
	private void lost(String path, boolean never, long pauseNanos, RuntimeException ex) {
		if (never) {
			this.resets.increment();
		}
		else {
			this.failures
				.add(path + " " + ex + ", " + pauseNanos / 1_000_000 + " ms after the request before was sent");
		}
	}

	private void listen() {
		while (!this.stopped) {
			RawClient client = null;
			long startNanos = System.nanoTime();
			try {
				client = new RawClient(this.port);
				this.listening.add(client);
				client.get("/events").read();
				this.endedStreams.increment();
			}
			catch (RuntimeException ex) {
				if (!this.stopped) {
					lost("/events", client == null || !client.answered(), System.nanoTime() - startNanos, ex);
				}
			}
		}
	}

	/** How many requests were answered as they should be. */
	long served() {
		return this.served.sum();
	}

	/** How many new connections were refused or reset before they were served. */
	long resets() {
		return this.resets.sum();
	}

	/** How many event streams had a proper end. */
	long endedStreams() {
		return this.endedStreams.sum();
	}

	/** What became of the others. */
	List<String> failures() {
		return List.copyOf(this.failures);
	}

	@Override
	public void close() {
		this.stopped = true;
		this.listening.forEach(RawClient::close);
		try {
			for (Thread thread : this.threads) {
				thread.join();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
