package dev.millrace.exchange;

import java.util.ArrayDeque;
import java.util.Queue;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;
import reactor.netty.channel.ChannelOperations;
import reactor.netty.http.websocket.WebsocketOutbound;

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

	/** Ends a WebSocket in the way of RFC 6455 section 7.4.1: the server goes away. */
	void end() {
		if (this.context != null
				&& ChannelOperations.get(this.context.channel()) instanceof WebsocketOutbound webSocket) {
			webSocket.sendClose(WebSocketCloseStatus.ENDPOINT_UNAVAILABLE.code(), null).subscribe();
		}
	}

	void release() {
		for (Object msg = this.early.poll(); msg != null; msg = this.early.poll()) {
			ReferenceCountUtil.release(msg);
		}
	}

}
