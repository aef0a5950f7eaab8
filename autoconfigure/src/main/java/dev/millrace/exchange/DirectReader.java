package dev.millrace.exchange;

import java.util.List;
import java.util.function.BooleanSupplier;

import dev.millrace.connection.ConnectionHandler;
import dev.millrace.connection.ServerConnection;
import dev.millrace.connection.direct.DirectWire;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import org.jspecify.annotations.Nullable;

/**
 * Reads requests from the wire, and writes what was joined to it, where that is the same
 * as a read of the channel and a flush. Confined to the event loop.
 */
final class DirectReader implements BooleanSupplier {

	/** With these handlers a pipeline begins whose wire others have no part in. */
	private static final List<String> LAYOUT = List.of(ConnectionHandler.NAME, ResponseEncoder.NAME,
			RequestDecoder.NAME);

	private final Http1ExchangeHandler exchanges;

	private final @Nullable DirectWire wire;

	DirectReader(Http1ExchangeHandler exchanges, ServerConnection connection) {
		this.exchanges = exchanges;
		this.wire = DirectWire.of(connection, LAYOUT);
	}

	/** Begins, now that the handlers stand in the pipeline. */
	void begin() {
		if (this.wire != null) {
			this.wire.inputTo(this);
		}
	}

	/** Looks once more whether other handlers would see the bytes. */
	void lookAgain() {
		if (this.wire != null) {
			this.wire.lookAgain();
		}
	}

	/** Reads, if a request is to begin with what comes. */
	@Override
	public boolean getAsBoolean() {
		DirectWire open = this.wire;
		if (open == null || !open.isOpen() || !open.isReading() || this.exchanges.tunnel.isOpen()
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
			// As the channel does after each read: somebody may wait for a body.
			ctx.channel().read();
		}
		return true;
	}

	private void decode(ChannelHandlerContext ctx, ByteBuf bytes) {
		RequestDecoder decoder = this.exchanges.decoder();
		try {
			decoder.channelRead(ctx, bytes);
		}
		catch (Throwable ex) {
			ctx.fireExceptionCaught(ex);
		}
		decoder.channelReadComplete(ctx);
	}

	/**
	 * Writes what the kernel takes at once.
	 * @return whether nothing is left
	 */
	boolean write(ByteBuf bytes) {
		return this.wire != null && this.wire.isOpen() && this.wire.write(bytes);
	}

}
