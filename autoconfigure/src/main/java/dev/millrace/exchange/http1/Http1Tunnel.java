package dev.millrace.exchange.http1;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrameDecoder;
import reactor.netty.NettyPipeline;
import reactor.netty.channel.ChannelOperations;
import reactor.netty.http.websocket.WebsocketOutbound;

/**
 * A connection after 101 or after 2xx to CONNECT: received bytes pass unchanged. Confined
 * to the event loop.
 * <p>
 * A WebSocket begins in two steps: Netty's handshake replaces the decoder of HTTP by one
 * of frames, then it writes the answer. An application that speaks a protocol of its own
 * removes Netty's codec by its name, before or after the answer. The name is that of the
 * decoder, so the encoder is removed with it.
 * <p>
 * What a client sends along with its request waits in the decoder until the answer is
 * out: its receiver may refuse it, and would do so before the answer.
 */
final class Http1Tunnel {

	private final Http1ExchangeHandler exchanges;

	private boolean open;

	Http1Tunnel(Http1ExchangeHandler exchanges) {
		this.exchanges = exchanges;
	}

	boolean isOpen() {
		return this.open;
	}

	/** Opens the tunnel: the answer that does so is being written. */
	void open() {
		this.open = true;
		ChannelHandlerContext ctx = this.exchanges.context();
		ChannelHandlerContext frames = ctx.pipeline().context(WebSocketFrameDecoder.class);
		if (frames != null) {
			WebSocketEnd end = new WebSocketEnd(this.exchanges.connection(), this.exchanges.decoder().takeAhead());
			ctx.pipeline()
				.addBefore(frames.name(), WebSocketEnd.NAME, end)
				.addAfter(ctx.name(), WebSocketRules.NAME, new WebSocketRules(end))
				.addBefore(NettyPipeline.ReactiveBridge, WebSocketErrors.NAME, WebSocketErrors.INSTANCE);
			ctx.executor().execute(end);
		}
	}

	/** The decoder of HTTP has left the pipeline of an open connection. */
	void decoderRemoved(ChannelHandlerContext ctx) {
		ChannelPipeline pipeline = ctx.pipeline();
		if (!this.open && pipeline.get(WebSocketFrameDecoder.class) != null) {
			return;
		}
		if (!this.open) {
			this.open = true;
			this.exchanges.tunnelOpened();
		}
		else {
			// The decoder may have stopped reading.
			this.exchanges.reads.passThrough();
		}
		if (pipeline.get(Http1ResponseEncoder.NAME) != null) {
			pipeline.remove(Http1ResponseEncoder.NAME);
		}
		ByteBuf bytes = this.exchanges.decoder().takeAhead();
		if (bytes != null) {
			ctx.fireChannelRead(bytes);
			ctx.fireChannelReadComplete();
		}
	}

	/** Ends a WebSocket in the way of RFC 6455 section 7.4.1: the server goes away. */
	void end() {
		if (this.open && ChannelOperations.get(this.exchanges.context().channel()) instanceof WebsocketOutbound out) {
			out.sendClose(WebSocketCloseStatus.ENDPOINT_UNAVAILABLE.code(), null).subscribe();
		}
	}

}
