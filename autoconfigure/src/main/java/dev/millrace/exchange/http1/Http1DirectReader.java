package dev.millrace.exchange.http1;

import java.util.function.BooleanSupplier;

import dev.millrace.connection.direct.DirectWire;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;

/**
 * Reads requests from the wire where that is the same as a read of the channel. Confined
 * to the event loop.
 */
final class Http1DirectReader implements BooleanSupplier {

	private final Http1ExchangeHandler exchanges;

	private final DirectWire wire;

	Http1DirectReader(Http1ExchangeHandler exchanges, DirectWire wire) {
		this.exchanges = exchanges;
		this.wire = wire;
	}

	/** Reads, if a request is to begin with what comes. */
	@Override
	public boolean getAsBoolean() {
		DirectWire open = this.wire;
		if (!open.isOpen() || !open.isReading() || this.exchanges.tunnel.isOpen()
				|| !this.exchanges.decoder().awaitsRequest() || !this.exchanges.accepts()) {
			return false;
		}
		ByteBuf bytes = open.read();
		if (bytes == null) {
			return false;
		}
		if (!bytes.isReadable()) {
			bytes.release();
			return true;
		}
		ChannelHandlerContext ctx = this.exchanges.decoder().context();
		try {
			decode(ctx, bytes);
		}
		finally {
			open.readEnded();
		}
		if (this.exchanges.exchange() != null && open.isReading()) {
			// As the channel does after each read: the application may wait for a body.
			ctx.channel().read();
		}
		return true;
	}

	private void decode(ChannelHandlerContext ctx, ByteBuf bytes) {
		Http1RequestDecoder decoder = this.exchanges.decoder();
		try {
			decoder.channelRead(ctx, bytes);
		}
		catch (Throwable ex) {
			ctx.fireExceptionCaught(ex);
		}
		decoder.channelReadComplete(ctx);
	}

}
