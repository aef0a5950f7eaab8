package dev.millrace.connection;

import dev.millrace.connection.Timeouts.MinimumRate;
import dev.millrace.worker.Guard;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.util.internal.SystemPropertyUtil;
import org.jspecify.annotations.Nullable;

/**
 * Counts the bytes of a connection at the socket, before TLS is removed and after it was
 * added, and those written that the kernel has not taken yet. Confined to the event loop.
 */
public final class WireProgress implements WriteProgress {

	/** What Netty adds to the size of everything that waits to be written. */
	private static final int OVERHEAD = SystemPropertyUtil.getInt("io.netty.transport.outboundBufferEntrySizeOverhead",
			96);

	private final ServerConnection connection;

	private final ConnectionSettings settings;

	private @Nullable ChannelHandlerContext context;

	private @Nullable Throttle throttle;

	private @Nullable WriteClocks clocks;

	private boolean reading;

	private long lastActivityNanos;

	private long bytesIn;

	private long bytesDelivered;

	private long bytesOut;

	private long queued;

	WireProgress(ServerConnection connection, ConnectionSettings settings, long nanos) {
		this.connection = connection;
		this.settings = settings;
		this.lastActivityNanos = nanos;
	}

	void added(ChannelHandlerContext ctx) {
		this.context = ctx;
		if (this.settings.throttling().active()) {
			this.throttle = new Throttle(ctx, this.connection, this.settings.throttling());
		}
	}

	boolean reading() {
		return this.reading;
	}

	long lastActivityNanos() {
		return this.lastActivityNanos;
	}

	/** Returns the time. Within a read that of the read, else the clock is read. */
	long now() {
		return this.reading ? this.lastActivityNanos : System.nanoTime();
	}

	long bytesIn() {
		return this.bytesIn;
	}

	public long bytesOut() {
		return this.bytesOut;
	}

	public void received(int bytes) {
		if (!this.reading) {
			this.reading = true;
			this.lastActivityNanos = System.nanoTime();
		}
		this.bytesIn += bytes;
		this.connection.worker().received(bytes);
		if (this.throttle != null) {
			this.throttle.received(bytes, this.lastActivityNanos);
		}
	}

	/** Marks all bytes received until now as passed on in whole frames. */
	void delivered() {
		this.bytesDelivered = this.bytesIn;
	}

	/**
	 * Returns how many of the bytes received since a count were not yet passed on.
	 */
	long undelivered(long since) {
		return this.bytesIn - Math.max(since, this.bytesDelivered);
	}

	void requested() {
		if (this.throttle != null) {
			this.throttle.requested();
		}
	}

	public void readEnded() {
		this.reading = false;
		this.connection.readEnded();
		if (this.throttle != null) {
			this.throttle.readEnded(this.lastActivityNanos);
		}
	}

	/**
	 * Whether a limit of Millrace has stopped the reads, so that the client cannot send.
	 */
	boolean throttled() {
		return this.throttle != null && this.throttle.held();
	}

	/**
	 * Counts bytes that are handed to the channel.
	 * @param bytes how many
	 * @param weighed how many of them Netty counts while they wait
	 */
	void sent(long bytes, int weighed) {
		count(bytes, weighed + OVERHEAD);
	}

	/**
	 * Counts bytes that the kernel took without the channel.
	 * @param bytes how many
	 */
	public void sentDirectly(int bytes) {
		count(bytes, bytes);
	}

	private void count(long bytes, long weight) {
		this.bytesOut += bytes;
		this.queued += weight;
		this.connection.worker().sent(bytes);
		if (this.clocks != null) {
			this.clocks.beforeWrite();
		}
	}

	/**
	 * Looks after a flush whether bytes wait for the client, and starts its clocks if
	 * they do.
	 */
	void flushed() {
		if (waits()) {
			if (this.clocks == null) {
				// On HTTP/2 the rate is measured per stream.
				boolean streams = this.connection.protocol().multiplexed();
				this.clocks = new WriteClocks(this.connection, this,
						streams ? MinimumRate.OFF : this.settings.timeouts().responseMinRate());
			}
			this.clocks.watch();
		}
	}

	@Override
	public boolean waits() {
		ChannelOutboundBuffer buffer = this.connection.channel().unsafe().outboundBuffer();
		return buffer != null && !buffer.isEmpty();
	}

	@Override
	public long taken() {
		ChannelOutboundBuffer buffer = this.connection.channel().unsafe().outboundBuffer();
		return (buffer != null) ? this.queued - buffer.totalPendingWriteBytes() + buffer.currentProgress()
				: this.queued;
	}

	/**
	 * Resets the connection (SO_LINGER 0): the kernel drops what the client has not
	 * taken, where an orderly close would keep the send buffer until the slow client has
	 * read it.
	 */
	@Override
	public void cut(Guard guard) {
		this.connection.channel().config().setOption(ChannelOption.SO_LINGER, 0);
		this.connection.abort(guard.closeReason());
	}

	void close() {
		if (this.context != null) {
			this.context.close();
		}
		else {
			this.connection.channel().close();
		}
	}

	void stop() {
		if (this.throttle != null) {
			this.throttle.stop();
		}
		if (this.clocks != null) {
			this.clocks.stop();
		}
	}

}
