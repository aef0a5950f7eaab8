package dev.millrace.exchange.http2;

import dev.millrace.connection.WriteClocks;
import dev.millrace.connection.WriteProgress;
import dev.millrace.worker.Guard;
import io.netty.channel.ChannelFuture;
import org.jspecify.annotations.Nullable;

/**
 * Follows the bytes of an HTTP/2 stream's answer that wait for the client, because the
 * window or the socket is full.
 */
final class Http2StreamBacklog implements WriteProgress {

	private final Http2ExchangeHandler handler;

	private final Http2FrameHandler frames;

	private final int streamId;

	private @Nullable ChannelFuture lastWrite;

	private @Nullable WriteClocks clocks;

	private boolean listed;

	private long allowed;

	Http2StreamBacklog(Http2ExchangeHandler handler, Http2FrameHandler frames, int streamId) {
		this.handler = handler;
		this.frames = frames;
		this.streamId = streamId;
	}

	@Nullable ChannelFuture lastWrite() {
		return this.lastWrite;
	}

	void written(ChannelFuture future) {
		if (this.clocks != null) {
			this.clocks.beforeWrite();
		}
		this.lastWrite = future;
	}

	/**
	 * Must be called before a flush, which may happen in the call or at the end of a
	 * read.
	 */
	void flushes() {
		if (!this.listed && waits()) {
			this.listed = true;
			this.frames.flushes(this);
		}
	}

	void flushed() {
		this.listed = false;
		if (waits()) {
			if (this.clocks == null) {
				this.frames.watch(this.streamId, this);
				this.clocks = WriteClocks.ofStream(this.handler.connection(), this);
			}
			this.clocks.watch();
		}
	}

	void enlarged(int bytes) {
		this.allowed += bytes;
	}

	void ended() {
		if (this.clocks != null) {
			this.clocks.stop();
			this.frames.forget(this.streamId);
		}
	}

	@Override
	public boolean waits() {
		return this.lastWrite != null && !this.lastWrite.isDone();
	}

	@Override
	public long taken() {
		return this.allowed + this.frames.sent(this.streamId);
	}

	@Override
	public void cut(Guard guard) {
		this.handler.cut();
	}

}
