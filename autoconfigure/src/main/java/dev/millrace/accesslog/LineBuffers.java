package dev.millrace.accesslog;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

/**
 * The buffers of a log: empty ones, made when needed up to a limit, and full ones. Safe
 * for use by any thread, without a lock that could make an event loop wait.
 */
final class LineBuffers {

	/** Bytes of one buffer. */
	static final int SIZE = 64 * 1024;

	private final Queue<LineBuffer> empty = new ConcurrentLinkedQueue<>();

	private final Queue<LineBuffer> full = new ConcurrentLinkedQueue<>();

	private final AtomicInteger left;

	LineBuffers(int limit) {
		this.left = new AtomicInteger(limit);
	}

	/** Raises the number of buffers that may be made. */
	void add(int count) {
		this.left.addAndGet(count);
	}

	/** Returns an empty buffer, {@code null} if all are full. */
	@Nullable LineBuffer take() {
		LineBuffer buffer = this.empty.poll();
		if (buffer != null || this.left.get() <= 0) {
			return buffer;
		}
		if (this.left.getAndDecrement() > 0) {
			return new LineBuffer(SIZE);
		}
		this.left.incrementAndGet();
		return null;
	}

	void submit(LineBuffer buffer) {
		this.full.add(buffer);
	}

	@Nullable LineBuffer next() {
		return this.full.poll();
	}

	void giveBack(LineBuffer buffer) {
		buffer.clear();
		this.empty.add(buffer);
	}

}
