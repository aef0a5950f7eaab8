package dev.millrace.transport.epoll;

import java.io.IOException;
import java.nio.channels.NotYetConnectedException;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;

import dev.millrace.connection.direct.DirectSocket;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.unix.Socket;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The socket of a connection on epoll.
 */
final class EpollSocket implements DirectSocket {

	private static final Logger logger = LoggerFactory.getLogger(EpollSocket.class);

	private static final int READS_AT_ONCE = 16;

	private final EpollSocketChannel channel;

	private final Socket socket;

	private BooleanSupplier reader = () -> false;

	/**
	 * Not {@code null} once the output was shut down: input is dropped and its size told
	 * to this.
	 */
	private @Nullable IntConsumer dropped;

	EpollSocket(EpollSocketChannel channel) {
		this.channel = channel;
		this.socket = (Socket) channel.fd();
	}

	/**
	 * Offers input to the reader. Returns whether it was read; if not, the channel reads.
	 */
	boolean readsInput() {
		return this.reader.getAsBoolean();
	}

	@Override
	public void inputTo(BooleanSupplier newReader) {
		this.reader = newReader;
	}

	@Override
	public @Nullable ByteBuf read() {
		// The channel may have been closed since the kernel reported input. Its file
		// descriptor may belong to another connection by now.
		if (!this.channel.isOpen()) {
			return null;
		}
		ByteBuf bytes = null;
		int read = -1;
		try {
			bytes = this.channel.unsafe().recvBufAllocHandle().allocate(this.channel.alloc());
			if (bytes.hasMemoryAddress()) {
				read = this.socket.recvAddress(bytes.memoryAddress(), bytes.writerIndex(), bytes.capacity());
			}
		}
		catch (IOException ex) {
			this.channel.pipeline().fireExceptionCaught(ex);
		}
		catch (Throwable ex) {
			// The channel reads next and handles the failure: it closes the connection,
			// where an exception here would end the event loop.
			logger.debug("{} cannot be read", this.channel, ex);
		}
		if (bytes == null) {
			return null;
		}
		if (read < 0) {
			bytes.release();
			return null;
		}
		return bytes.writerIndex(bytes.writerIndex() + read);
	}

	/** Whether nothing that was written to the channel waits. */
	private boolean isIdle() {
		ChannelOutboundBuffer waiting = this.channel.unsafe().outboundBuffer();
		return waiting != null && waiting.isEmpty() && waiting.totalPendingWriteBytes() == 0;
	}

	/** Drops input if that was asked for; {@code false} if the channel is to read. */
	boolean dropsInput() {
		IntConsumer told = this.dropped;
		if (told == null || !this.channel.isOpen()) {
			return false;
		}
		ByteBuf bytes = this.channel.unsafe().recvBufAllocHandle().allocate(this.channel.alloc());
		try {
			for (int i = 0; i < READS_AT_ONCE && bytes.hasMemoryAddress(); i++) {
				int read = this.socket.recvAddress(bytes.memoryAddress(), 0, bytes.capacity());
				if (read <= 0) {
					if (read < 0) {
						close();
					}
					return true;
				}
				told.accept(read);
			}
		}
		catch (IOException ex) {
			logger.trace("{} was reset", this.channel, ex);
			close();
			return true;
		}
		finally {
			bytes.release();
		}
		return true;
	}

	private void close() {
		this.channel.unsafe().close(this.channel.unsafe().voidPromise());
	}

	@Override
	public boolean shutdownOutput(IntConsumer newDropped) {
		if (!this.channel.isOpen() || !isIdle()) {
			return false;
		}
		try {
			this.socket.shutdown(false, true);
			this.dropped = newDropped;
			return true;
		}
		catch (IOException | NotYetConnectedException ex) {
			// The channel meets the same error when it shuts down or closes the socket.
			logger.trace("{} cannot be shut down", this.channel, ex);
			return false;
		}
	}

	@Override
	public void write(ByteBuf bytes) {
		if (!isIdle() || !bytes.hasMemoryAddress()) {
			return;
		}
		try {
			bytes.skipBytes(this.socket.sendAddress(bytes.memoryAddress(), bytes.readerIndex(), bytes.writerIndex()));
		}
		catch (IOException ex) {
			// The channel meets the same error when it writes the bytes.
			logger.trace("{} does not take bytes", this.channel, ex);
		}
	}

}
