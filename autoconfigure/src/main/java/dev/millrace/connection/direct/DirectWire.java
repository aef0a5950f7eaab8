package dev.millrace.connection.direct;

import java.util.List;
import java.util.function.BooleanSupplier;

import dev.millrace.connection.ConnectionHandler;
import dev.millrace.connection.ServerConnection;
import dev.millrace.connection.WireProgress;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes a connection past Netty's channel and {@link ConnectionHandler}, and
 * counts bytes and starts clocks as they do. Open only where no other handler would have
 * seen the bytes. Confined to the event loop.
 */
public final class DirectWire {

	private final DirectSocket socket;

	private final WireProgress wire;

	private final ChannelPipeline pipeline;

	private final ChannelConfig config;

	private final List<String> layout;

	private boolean looked;

	private @Nullable ChannelHandlerContext first;

	private DirectWire(DirectSocket socket, ServerConnection connection, List<String> layout) {
		this.socket = socket;
		this.wire = connection.wire();
		this.pipeline = connection.channel().pipeline();
		this.config = connection.channel().config();
		this.layout = layout;
	}

	/**
	 * Gives access to the wire of a connection.
	 * @param connection the connection
	 * @param layout names of the handlers with which the pipeline is to begin, none other
	 * between them
	 * @return the wire, or {@code null} where the transport gives no access to it
	 */
	public static @Nullable DirectWire of(ServerConnection connection, List<String> layout) {
		DirectSocket socket = connection.channel().attr(DirectSocket.KEY).get();
		return (socket != null) ? new DirectWire(socket, connection, layout) : null;
	}

	/** Sets the reader of input, see {@link DirectSocket#inputTo}. */
	public void inputTo(BooleanSupplier reader) {
		this.socket.inputTo(reader);
	}

	/**
	 * Whether only handlers of Millrace stand before the decoder, so that a read from the
	 * socket hides no bytes from a handler of the application.
	 */
	public boolean isOpen() {
		if (!this.looked && this.wire.bytesOut() > 0) {
			// Not before the first answer: until then callbacks of the application, such
			// as doOnConnection, may still add handlers.
			this.looked = true;
			this.first = first();
		}
		return this.first != null && this.first.equals(this.pipeline.firstContext());
	}

	/**
	 * Makes the next {@link #isOpen()} look at the pipeline, because handlers may have
	 * been added.
	 */
	public void lookAgain() {
		this.looked = false;
		this.first = null;
	}

	/**
	 * Whether the channel reads on by itself: no handler has asked the client to wait.
	 */
	public boolean isReading() {
		return this.config.isAutoRead();
	}

	private @Nullable ChannelHandlerContext first() {
		List<String> names = this.pipeline.names();
		boolean known = names.size() >= this.layout.size() && names.subList(0, this.layout.size()).equals(this.layout);
		return known ? this.pipeline.firstContext() : null;
	}

	/** Begins a read, as {@link DirectSocket#read()} says. */
	public @Nullable ByteBuf read() {
		ByteBuf bytes = this.socket.read();
		if (bytes != null && bytes.isReadable()) {
			this.wire.received(bytes.readableBytes());
		}
		return bytes;
	}

	/** Ends a read that brought something. */
	public void readEnded() {
		this.wire.readEnded();
	}

	/**
	 * Writes what the kernel takes at once.
	 * @param bytes what to write; read as far as it was taken
	 * @return whether nothing is left to be written by the channel
	 */
	public boolean write(ByteBuf bytes) {
		int before = bytes.readableBytes();
		this.socket.write(bytes);
		if (bytes.readableBytes() != before) {
			this.wire.sentDirectly(before - bytes.readableBytes());
		}
		return !bytes.isReadable();
	}

}
