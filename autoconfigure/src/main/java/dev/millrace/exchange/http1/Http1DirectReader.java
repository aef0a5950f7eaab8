package dev.millrace.exchange.http1;

import java.util.function.BooleanSupplier;

import dev.millrace.connection.direct.DirectWire;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;

/**
 * Reads the bytes of requests from the socket, past the channel, where no handler of
 * others would see them and a request is about to begin. Confined to the event loop.
 */
final class Http1DirectReader implements BooleanSupplier {

	/*
	 * Implementation note.
	 *
	 * Idea: where only Millrace's handlers stand between the socket and the decoder, the
	 * loop of Netty's channel adds nothing to a small request: it asks the allocator how
	 * much to read, reads, fires channelRead through the pipeline, guesses whether more
	 * is there and fires channelReadComplete. EpollSocket reads once into the buffer of
	 * the event loop and calls the decoder. Answers take the same way back in
	 * Http1Output.flushNow. It is worth 0.1 to 0.2 of the 0.8 to 1.1 microseconds that a
	 * hot request spends outside the kernel (docs/transport.md).
	 *
	 * The channel stays the owner of the connection. getAsBoolean returns false, which
	 * leaves the event to the channel, whenever anything is out of the ordinary: the
	 * connection has not answered its first request (handlers may still be added), a
	 * handler of others was found, reading is switched off, the connection is a tunnel, a
	 * message is incomplete, or an exchange is in progress. The end of the input is found
	 * by a read of the channel, because read() returns null for it, and the kernel
	 * reports it once more.
	 *
	 * Invariants: a read here happens only at a message boundary with nothing in the
	 * decoder, so that no byte can be overtaken; ConnectionHandler is bypassed, so
	 * DirectWire tells WireProgress of each byte, or counters, deadlines and throttling
	 * would miss them; one event leads to one read, and as epoll is level-triggered in
	 * Netty 4.2, what is left in the socket is reported again.
	 *
	 * Netty expects a read to be asked for after each that it has made. If an exchange is
	 * still in progress at the end of the call, read() is called on the channel, so that
	 * the rest of a body, or the departure of the client, is noticed.
	 *
	 * Http1DirectReaderTests puts handlers into the pipeline at different times.
	 * millrace.transport.epoll.direct-io=false switches this way off, for comparison.
	 */

	private final Http1ExchangeHandler exchanges;

	private final DirectWire wire;

	Http1DirectReader(Http1ExchangeHandler exchanges, DirectWire wire) {
		this.exchanges = exchanges;
		this.wire = wire;
	}

	/**
	 * Reads from the socket and decodes, if a request may begin.
	 * @return whether the input was read; if not, the channel is to read it
	 */
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
			// A read of the channel is asked for, as after each read by the channel: the
			// application may wait for the rest of a body.
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
