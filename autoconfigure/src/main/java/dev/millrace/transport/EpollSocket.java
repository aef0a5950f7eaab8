package dev.millrace.transport;

import java.io.IOException;
import java.util.function.BooleanSupplier;

import dev.millrace.connection.DirectSocket;
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

	private final EpollSocketChannel channel;

	private final Socket socket;

	private BooleanSupplier reader = () -> false;

	EpollSocket(EpollSocketChannel channel) {
		this.channel = channel;
		this.socket = (Socket) channel.fd();
	}

	/** Whether somebody has read what the kernel tells of. */
	boolean readsInput() {
		return this.reader.getAsBoolean();
	}

	@Override
	public void inputTo(BooleanSupplier newReader) {
		this.reader = newReader;
	}

	@Override
	public @Nullable ByteBuf read() {
		// The channel may have been closed since the kernel told of input, and the number
		// of its socket may be that of another one by now.
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
			// The channel, which tries again, ends the connection and not the loop.
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

	@Override
	public void write(ByteBuf bytes) {
		ChannelOutboundBuffer waiting = this.channel.unsafe().outboundBuffer();
		if (waiting == null || !waiting.isEmpty() || waiting.totalPendingWriteBytes() > 0
				|| !bytes.hasMemoryAddress()) {
			return;
		}
		try {
			bytes.skipBytes(this.socket.sendAddress(bytes.memoryAddress(), bytes.readerIndex(), bytes.writerIndex()));
		}
		catch (IOException ex) {
			// The channel finds out about it when it writes the bytes.
			logger.trace("{} does not take bytes", this.channel, ex);
		}
	}

}
