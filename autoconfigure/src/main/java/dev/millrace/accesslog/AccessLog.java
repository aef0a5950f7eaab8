package dev.millrace.accesslog;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;

import dev.millrace.exchange.ByteLaneListener;
import dev.millrace.exchange.ByteLaneView;
import dev.millrace.exchange.Exchange;
import dev.millrace.exchange.Outcome;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.FastThreadLocal;
import org.jspecify.annotations.Nullable;

/**
 * Writes a line for every request that ends, on each lane. Never makes an event loop
 * wait: what the appender cannot keep up with is dropped and counted. Safe for use by any
 * thread.
 */
public final class AccessLog implements ByteLaneListener, AutoCloseable {

	private static final int KEY_BYTES = 32;

	private static final Duration END_LIMIT = Duration.ofSeconds(2);

	private final AccessLogSettings settings;

	private final LineBuffers buffers;

	private final LogWriter writer;

	private final byte[] key = new byte[KEY_BYTES];

	private final LongAdder dropped = new LongAdder();

	private final List<LoopLog> all = new CopyOnWriteArrayList<>();

	private final FastThreadLocal<@Nullable LoopLog> loops = new FastThreadLocal<>();

	/**
	 * Creates a log and starts its thread.
	 * @param settings what is written
	 * @param bufferBytes how much may wait for the appender, in bytes, besides two
	 * buffers of 64 KB for each event loop
	 * @param appender takes the lines, and is closed with the log
	 */
	public AccessLog(AccessLogSettings settings, long bufferBytes, AccessLogAppender appender) {
		this.settings = settings;
		this.buffers = new LineBuffers((int) Math.min(Integer.MAX_VALUE, bufferBytes / LineBuffers.SIZE));
		this.writer = new LogWriter(this.buffers, appender);
		new SecureRandom().nextBytes(this.key);
		this.writer.start();
	}

	@Override
	public void ended(Exchange exchange, Outcome outcome) {
		write(new LoggedRequest.Ended(exchange, outcome));
	}

	@Override
	public void answered(ByteLaneView answered) {
		write(new LoggedRequest.Plain(answered));
	}

	private void write(LoggedRequest request) {
		if (this.settings.selection().includes(request)) {
			loop(request).write(request);
		}
	}

	private LoopLog loop(LoggedRequest request) {
		LoopLog log = this.loops.get();
		if (log == null) {
			EventLoop loop = request.connection().channel().eventLoop();
			log = new LoopLog(loop, LineFormat.of(this.settings, this.key), this.buffers, this.dropped);
			this.all.add(log);
			this.loops.set(log);
		}
		return log;
	}

	/**
	 * Returns how many lines were written, dropped and lost.
	 * @return the counts since the start
	 */
	public AccessLogCounts counts() {
		return new AccessLogCounts(this.writer.written(), this.dropped.sum(), this.writer.failed());
	}

	/**
	 * Stops the log, after the lines that wait were written. Gives up after a few seconds
	 * if the appender hangs.
	 */
	@Override
	public void close() {
		try {
			for (LoopLog log : this.all) {
				log.end(END_LIMIT);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		this.writer.end(END_LIMIT);
	}

}
