package dev.millrace.loadtests.probe;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/**
 * A healthy client beside the load: one connection, few requests a second, so that its
 * own saturation never shows. Each request is timed from the moment it was due.
 */
public final class LatencyProbe implements AutoCloseable {

	private static final int TIMEOUT_MILLIS = 5000;

	private final URI url;

	private final long interval;

	private final Recorder recorder = new Recorder(3);

	private final Thread thread = new Thread(this::run, "latency-probe");

	private volatile boolean stopped;

	private final AtomicLong errors = new AtomicLong();

	private LatencyProbe(URI url, int rate) {
		this.url = url;
		this.interval = TimeUnit.SECONDS.toNanos(1) / rate;
	}

	/**
	 * Starts to ask.
	 * @param url what to get
	 * @param rate how many times a second
	 * @return the probe, asking
	 */
	public static LatencyProbe start(URI url, int rate) {
		LatencyProbe probe = new LatencyProbe(url, rate);
		probe.thread.setDaemon(true);
		probe.thread.start();
		return probe;
	}

	private void run() {
		long start = System.nanoTime();
		long sent = 0;
		while (!this.stopped) {
			try (Socket socket = new Socket()) {
				socket.setTcpNoDelay(true);
				socket.setSoTimeout(TIMEOUT_MILLIS);
				socket.connect(new InetSocketAddress(this.url.getHost(), this.url.getPort()), TIMEOUT_MILLIS);
				InputStream in = new BufferedInputStream(socket.getInputStream());
				while (!this.stopped) {
					long due = start + sent++ * this.interval;
					waitUntil(due);
					ask(socket, in);
					this.recorder.recordValue(Math.max(0, System.nanoTime() - due));
				}
			}
			catch (IOException ex) {
				this.errors.incrementAndGet();
				waitUntil(start + sent * this.interval);
			}
		}
	}

	private void waitUntil(long due) {
		long wait = due - System.nanoTime();
		while (wait > 0 && !this.stopped) {
			LockSupport.parkNanos(wait);
			wait = due - System.nanoTime();
		}
	}

	private void ask(Socket socket, InputStream in) throws IOException {
		String request = "GET " + this.url.getRawPath() + " HTTP/1.1\r\nHost: " + this.url.getAuthority() + "\r\n\r\n";
		socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
		String status = line(in);
		long length = 0;
		String header = line(in);
		while (!header.isEmpty()) {
			if (header.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
				length = Long.parseLong(header.substring("content-length:".length()).trim());
			}
			header = line(in);
		}
		in.skipNBytes(length);
		if (!status.contains(" 200")) {
			throw new IOException("Answered " + status);
		}
	}

	private static String line(InputStream in) throws IOException {
		StringBuilder line = new StringBuilder();
		int next = in.read();
		while (next != '\n') {
			if (next < 0) {
				throw new IOException("Closed");
			}
			if (next != '\r') {
				line.append((char) next);
			}
			next = in.read();
		}
		return line.toString();
	}

	/**
	 * Return the times since the last call, in nanoseconds.
	 * @return a histogram, possibly empty
	 */
	public Histogram takeHistogram() {
		return this.recorder.getIntervalHistogram();
	}

	/**
	 * Return how many requests have failed.
	 * @return the number of errors
	 */
	public long errors() {
		return this.errors.get();
	}

	@Override
	public void close() {
		this.stopped = true;
		LockSupport.unpark(this.thread);
		try {
			this.thread.join(TIMEOUT_MILLIS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
