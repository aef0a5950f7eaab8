package dev.millrace.accesslog;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

import dev.millrace.worker.LogLimit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that gives the appender what event loops wrote. It looks every 50 ms: to
 * wake it up would cost the event loop a system call for each buffer.
 */
final class LogWriter implements Runnable {

	private static final Logger logger = LoggerFactory.getLogger(LogWriter.class);

	private static final long PAUSE_NANOS = Duration.ofMillis(50).toNanos();

	private final LineBuffers buffers;

	private final AccessLogAppender appender;

	private final AtomicLong written = new AtomicLong();

	private final AtomicLong failed = new AtomicLong();

	private final Thread thread;

	private final LogLimit losses = new LogLimit();

	private volatile boolean ending;

	LogWriter(LineBuffers buffers, AccessLogAppender appender) {
		this.buffers = buffers;
		this.appender = appender;
		this.thread = new Thread(this, "millrace-access-log");
		this.thread.setDaemon(true);
	}

	void start() {
		this.thread.start();
	}

	@Override
	public void run() {
		while (!this.ending) {
			LockSupport.parkNanos(this, PAUSE_NANOS);
			drain();
		}
		drain();
		try {
			this.appender.close();
		}
		catch (IOException ex) {
			logger.warn("The access log was not closed", ex);
		}
	}

	private void drain() {
		for (LineBuffer buffer = this.buffers.next(); buffer != null; buffer = this.buffers.next()) {
			try {
				this.appender.append(buffer.toByteBuffer());
				this.written.addAndGet(buffer.lines());
			}
			catch (Throwable ex) {
				lost(buffer.lines(), ex);
			}
			this.buffers.giveBack(buffer);
		}
	}

	private void lost(int lines, Throwable ex) {
		this.failed.addAndGet(lines);
		long lost = this.losses.count(lines, System.nanoTime());
		if (lost > 0) {
			logger.warn("{} lines of the access log are lost: {}", lost, ex.toString());
		}
	}

	/**
	 * Writes what is left and ends.
	 * @param limit how long to wait for an appender that hangs
	 */
	void end(Duration limit) {
		this.ending = true;
		LockSupport.unpark(this.thread);
		try {
			this.thread.join(limit.toMillis());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		if (this.thread.isAlive()) {
			logger.warn("The last lines of the access log are not written yet, and may be lost");
		}
	}

	long written() {
		return this.written.get();
	}

	long failed() {
		return this.failed.get();
	}

}
