package dev.millrace.accesslog;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;

import dev.millrace.worker.LoopTicker;
import io.netty.channel.EventLoop;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the lines of one event loop, and is confined to it.
 */
final class LoopLog {

	/** Longest time that a line stays in the loop's buffer. */
	private static final long FLUSH_MILLIS = 200;

	/**
	 * Buffers that each loop adds to the pool, so that loops with half-full buffers do
	 * not use the ones meant for lines that wait for the appender.
	 */
	private static final int OWN_BUFFERS = 2;

	private static final Logger logger = LoggerFactory.getLogger(LoopLog.class);

	private final EventLoop loop;

	private final LineFormat format;

	private final LineBuffers buffers;

	private final LongAdder dropped;

	private final Future<?> ticks;

	private @Nullable LineBuffer buffer;

	LoopLog(EventLoop loop, LineFormat format, LineBuffers buffers, LongAdder dropped) {
		this.loop = loop;
		this.format = format;
		this.buffers = buffers;
		this.dropped = dropped;
		buffers.add(OWN_BUFFERS);
		this.ticks = LoopTicker.every(loop, FLUSH_MILLIS, this::tick);
	}

	void write(LoggedRequest request) {
		if (!tryWrite(request)) {
			flush();
			if (!tryWrite(request)) {
				this.dropped.increment();
			}
		}
	}

	private boolean tryWrite(LoggedRequest request) {
		if (this.buffer == null) {
			this.buffer = this.buffers.take();
			if (this.buffer == null) {
				return false;
			}
		}
		this.format.write(this.buffer, request);
		return this.buffer.endLine();
	}

	private void tick() {
		this.format.time.anchor();
		flush();
	}

	private void flush() {
		LineBuffer filled = this.buffer;
		if (filled != null && filled.lines() > 0) {
			this.buffer = null;
			this.buffers.submit(filled);
		}
	}

	/**
	 * Hands over what is left. Called when the server has stopped, from any thread.
	 * @param limit how long to wait for a loop that is stuck
	 */
	void end(Duration limit) throws InterruptedException {
		this.ticks.cancel(false);
		try {
			this.loop.submit(this::flush).get(limit.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (RejectedExecutionException ex) {
			if (this.loop.awaitTermination(limit.toMillis(), TimeUnit.MILLISECONDS)) {
				flush();
			}
		}
		catch (ExecutionException | TimeoutException ex) {
			logger.warn("An event loop is stuck and keeps its last lines of the access log", ex);
		}
	}

}
