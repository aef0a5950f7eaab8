package dev.millrace.exchange;

import java.util.ArrayDeque;
import java.util.Queue;

import io.netty.channel.ChannelHandlerContext;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/**
 * What a connection becomes by 101, or by 2xx to CONNECT: messages of another protocol
 * pass as they are. Those that a client sends along with its request wait until the
 * answer has been written and its receiver is ready. Confined to the event loop.
 */
final class Tunnel implements Runnable {

	private final Queue<Object> early = new ArrayDeque<>(0);

	private @Nullable ChannelHandlerContext context;

	private boolean open;

	boolean isOpen() {
		return this.open;
	}

	/** Opens the tunnel: the answer that does so is being written. */
	void open(ChannelHandlerContext ctx) {
		this.open = true;
		this.context = ctx;
		if (!this.early.isEmpty()) {
			ctx.executor().execute(this);
		}
	}

	/** Passes a message, or lets it wait. */
	void read(ChannelHandlerContext ctx, Object msg) {
		if (this.open && this.early.isEmpty()) {
			ctx.fireChannelRead(msg);
		}
		else {
			this.early.add(msg);
		}
	}

	@Override
	public void run() {
		ChannelHandlerContext ctx = this.context;
		if (ctx == null || this.early.isEmpty()) {
			return;
		}
		for (Object msg = this.early.poll(); msg != null; msg = this.early.poll()) {
			ctx.fireChannelRead(msg);
		}
		ctx.fireChannelReadComplete();
	}

	void release() {
		for (Object msg = this.early.poll(); msg != null; msg = this.early.poll()) {
			ReferenceCountUtil.release(msg);
		}
	}

}
