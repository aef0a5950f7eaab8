package dev.millrace.exchange.http1;

import java.nio.charset.StandardCharsets;

import dev.millrace.connection.MillracePipeline;
import dev.millrace.connection.ServerConnection;
import dev.millrace.exchange.http1.Http1LingeringClose.Patience;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/**
 * Ends a WebSocket with a close frame, and lets its client read that frame before the
 * connection is closed. Stands right before the decoder of frames, so that all close
 * frames pass it, those of the application and those of the decoder.
 * <p>
 * Netty's decoder answers a close frame that is itself wrong with the end of the
 * connection: it writes no bytes, and closes when they are written. That write waits here
 * for the error that the decoder throws right after it, which says what to send.
 * <p>
 * A client that has not sent its close frame may still be sending a message. To close a
 * socket that holds unread bytes is to reset the connection, by which the client may lose
 * the close frame; so the close is a lingering one. Confined to the event loop.
 */
final class WebSocketEnd extends ChannelDuplexHandler implements Runnable {

	static final String NAME = MillracePipeline.WEBSOCKET_END;

	/** RFC 6455 section 5.5: a control frame has 125 bytes at most, two are the code. */
	private static final int LONGEST_REASON = 123;

	private final ServerConnection connection;

	/** Not {@code null} once the output was closed and the input is still read. */
	private @Nullable Http1LingeringClose lingering;

	private @Nullable ChannelHandlerContext context;

	private @Nullable ByteBuf ahead;

	private @Nullable ChannelPromise withoutFrame;

	private boolean reading;

	private boolean sent;

	private boolean received;

	/**
	 * Creates the handler.
	 * @param connection the connection
	 * @param ahead what the client sent along with its request
	 */
	WebSocketEnd(ServerConnection connection, @Nullable ByteBuf ahead) {
		this.connection = connection;
		this.ahead = ahead;
	}

	@Override
	public void handlerAdded(ChannelHandlerContext ctx) {
		this.context = ctx;
	}

	/** The client has sent its close frame, after which it sends nothing. */
	void received() {
		this.received = true;
	}

	/** Ends the WebSocket with a close frame, unless one was sent. */
	void fail(WebSocketCloseStatus status, @Nullable String reason) {
		ChannelHandlerContext ctx = this.context;
		if (ctx == null || this.sent || !ctx.channel().isActive()) {
			return;
		}
		ChannelPromise promise = this.withoutFrame;
		this.withoutFrame = null;
		this.sent = true;
		CloseWebSocketFrame frame = new CloseWebSocketFrame(status, text(status, reason));
		if (promise != null) {
			ctx.writeAndFlush(frame, promise);
		}
		else {
			ctx.writeAndFlush(frame).addListener(ChannelFutureListener.CLOSE);
		}
	}

	/**
	 * Shortens a message and removes control characters: messages of parsers may quote
	 * received bytes.
	 */
	private static String text(WebSocketCloseStatus status, @Nullable String reason) {
		if (reason == null || reason.length() > LONGEST_REASON
				|| !StandardCharsets.US_ASCII.newEncoder().canEncode(reason)) {
			return status.reasonText();
		}
		return reason;
	}

	/** The answer is written, and its receiver ready for what came ahead. */
	@Override
	public void run() {
		ChannelHandlerContext ctx = this.context;
		if (ctx != null && readAhead(ctx)) {
			channelReadComplete(ctx);
		}
	}

	private boolean readAhead(ChannelHandlerContext ctx) {
		ByteBuf bytes = this.ahead;
		if (bytes == null) {
			return false;
		}
		this.ahead = null;
		channelRead(ctx, bytes);
		return true;
	}

	@Override
	public void handlerRemoved(ChannelHandlerContext ctx) {
		if (this.lingering != null) {
			this.lingering.stop();
		}
		ByteBuf bytes = this.ahead;
		if (bytes != null) {
			this.ahead = null;
			bytes.release();
		}
	}

	@Override
	public void write(ChannelHandlerContext ctx, Object msg, ChannelPromise promise) {
		if (msg instanceof CloseWebSocketFrame close && close.isFinalFragment()) {
			if (this.sent) {
				close.release();
				promise.trySuccess();
				return;
			}
			this.sent = true;
		}
		else if (this.reading && isEmpty(msg) && !promise.isVoid()) {
			ReferenceCountUtil.release(msg);
			this.withoutFrame = promise;
			return;
		}
		ctx.write(msg, promise);
	}

	private static boolean isEmpty(Object msg) {
		return msg instanceof ByteBuf bytes && !bytes.isReadable();
	}

	@Override
	public void channelRead(ChannelHandlerContext ctx, Object msg) {
		// The read in which the answer was written may still be in progress.
		readAhead(ctx);
		if (this.lingering != null) {
			if (msg instanceof ByteBuf bytes) {
				this.lingering.discard(bytes);
			}
			ReferenceCountUtil.release(msg);
			return;
		}
		this.reading = true;
		ctx.fireChannelRead(msg);
		this.reading = false;
		ChannelPromise promise = this.withoutFrame;
		if (promise != null) {
			this.withoutFrame = null;
			ctx.writeAndFlush(Unpooled.EMPTY_BUFFER, promise);
		}
	}

	@Override
	public void channelReadComplete(ChannelHandlerContext ctx) {
		ctx.fireChannelReadComplete();
		if (this.lingering != null && !ctx.channel().config().isAutoRead()) {
			ctx.read();
		}
	}

	@Override
	public void close(ChannelHandlerContext ctx, ChannelPromise promise) {
		if (this.lingering == null && this.sent && !this.received && !this.connection.draining()
				&& ctx.channel().isActive()) {
			this.lingering = new Http1LingeringClose(ctx, this.connection);
			this.lingering.start(Patience.SENDS);
		}
		if (this.lingering != null) {
			ctx.channel().closeFuture().addListener((closed) -> promise.trySuccess());
		}
		else {
			ctx.close(promise);
		}
	}

}
