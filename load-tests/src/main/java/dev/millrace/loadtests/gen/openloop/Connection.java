package dev.millrace.loadtests.gen.openloop;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import org.jspecify.annotations.Nullable;

/**
 * One connection and when the requests under way on it were due. Answers come in order.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write closes the connection,
												// which is noticed
final class Connection extends ChannelInboundHandlerAdapter {

	private final Worker worker;

	private final ByteBuf request;

	private final long[] due;

	private final ResponseParser parser = new ResponseParser();

	private @Nullable ChannelHandlerContext context;

	private @Nullable ByteBuf rest;

	private long sent;

	private long answered;

	private boolean dirty;

	/** Whether the worker has it in its queue; belongs to the worker. */
	boolean queued;

	Connection(Worker worker, ByteBuf request, int pipelining) {
		this.worker = worker;
		this.request = request;
		this.due = new long[pipelining];
	}

	boolean hasRoom() {
		return this.context != null && this.sent - this.answered < this.due.length;
	}

	boolean isQuiet() {
		return this.sent == this.answered;
	}

	void send(long dueAt) {
		ChannelHandlerContext target = this.context;
		if (target == null) {
			throw new IllegalStateException("Not connected");
		}
		this.due[(int) (this.sent++ % this.due.length)] = dueAt;
		target.write(this.request.retainedDuplicate(), target.voidPromise());
		this.dirty = true;
	}

	void flush() {
		if (this.dirty && this.context != null) {
			this.dirty = false;
			this.context.flush();
		}
	}

	@Override
	public void channelActive(ChannelHandlerContext context) {
		this.context = context;
		this.worker.ready(this);
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		ByteBuf in = (ByteBuf) message;
		if (this.rest != null) {
			this.rest.writeBytes(in);
			in.release();
			in = this.rest;
			this.rest = null;
		}
		try {
			while (this.answered < this.sent && this.parser.parse(in)) {
				long dueAt = this.due[(int) (this.answered++ % this.due.length)];
				this.worker.answered(this, dueAt, this.parser.status());
				if (this.parser.closes()) {
					context.close();
					break;
				}
			}
			if (in.isReadable()) {
				this.rest = context.alloc().buffer(in.readableBytes()).writeBytes(in);
			}
		}
		finally {
			in.release();
		}
	}

	@Override
	public void channelReadComplete(ChannelHandlerContext context) {
		flush();
	}

	@Override
	public void channelInactive(ChannelHandlerContext context) {
		this.context = null;
		release();
		while (this.answered < this.sent) {
			this.worker.failed(this.due[(int) (this.answered++ % this.due.length)], "closed");
		}
		this.worker.gone(this);
	}

	@Override
	public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
		context.close();
	}

	/**
	 * Counts what was never answered, at the end of a run.
	 */
	void giveUp() {
		while (this.answered < this.sent) {
			this.worker.failed(this.due[(int) (this.answered++ % this.due.length)], "unanswered");
		}
	}

	private void release() {
		if (this.rest != null) {
			this.rest.release();
			this.rest = null;
		}
	}

}
