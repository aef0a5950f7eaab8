package dev.millrace.connection;

import java.util.concurrent.TimeUnit;

import dev.millrace.worker.Guard;
import dev.millrace.worker.GuardMode;
import io.netty.channel.ChannelHandlerContext;

/**
 * Holds back the reads of a connection that sends too fast: what it may send in a second
 * is free, then the average is kept. Deadlines are swept every 100 ms, so a read is held
 * up to 120 ms too long; the connection may send as much more afterwards, so that the
 * average is right. Made only where there is a limit. Confined to the event loop.
 */
final class Throttle extends LoopDeadline {

	private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

	private final ChannelHandlerContext context;

	private final ServerConnection connection;

	private final long nanosPerRequest;

	private final double nanosPerByte;

	private long requestsPaidUntil;

	private long bytesPaidUntil;

	private boolean held;

	Throttle(ChannelHandlerContext context, ServerConnection connection, Throttling throttling) {
		super(connection);
		this.context = context;
		this.connection = connection;
		boolean requests = throttling.requestsPerSecond() > 0 && throttling.requestsMode() != GuardMode.OFF;
		boolean bandwidth = throttling.bytesPerSecond() > 0 && throttling.bandwidthMode() != GuardMode.OFF;
		this.nanosPerRequest = requests ? SECOND / throttling.requestsPerSecond() : 0;
		this.nanosPerByte = bandwidth ? (double) SECOND / throttling.bytesPerSecond() : 0;
		this.requestsPaidUntil = System.nanoTime() - SECOND;
		this.bytesPaidUntil = this.requestsPaidUntil;
	}

	boolean held() {
		return this.held;
	}

	void requested() {
		this.requestsPaidUntil += this.nanosPerRequest;
	}

	void received(int bytes, long now) {
		this.bytesPaidUntil = (long) (Math.max(this.bytesPaidUntil, now - SECOND) + bytes * this.nanosPerByte);
		this.requestsPaidUntil = Math.max(this.requestsPaidUntil, now - SECOND);
	}

	/** Looks at the end of a read whether the next one must wait. */
	void readEnded(long now) {
		long requestsAhead = this.requestsPaidUntil - now;
		long bytesAhead = this.bytesPaidUntil - now;
		boolean tooManyRequests = requestsAhead > 0
				&& this.connection.loop().strikes(this.connection, Guard.MAX_REQUESTS_PER_SECOND);
		boolean tooManyBytes = bytesAhead > 0 && this.connection.loop().strikes(this.connection, Guard.MAX_BANDWIDTH);
		long wait = Math.max(tooManyRequests ? requestsAhead : 0, tooManyBytes ? bytesAhead : 0);
		if (requestsAhead > 0 && !tooManyRequests) {
			this.requestsPaidUntil = now;
		}
		if (bytesAhead > 0 && !tooManyBytes) {
			this.bytesPaidUntil = now;
		}
		if (wait > 0 && !this.held) {
			this.held = true;
			// With auto-read on, the transport reads without being asked.
			this.context.channel().config().setAutoRead(false);
			start(wait);
		}
	}

	@Override
	protected void passed() {
		this.held = false;
		this.context.read();
	}

}
