package dev.millrace.connection.direct;

import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;

import io.netty.buffer.ByteBuf;
import io.netty.util.AttributeKey;
import org.jspecify.annotations.Nullable;

/**
 * The socket of a channel, to be read and written without the channel. Confined to the
 * event loop.
 */
public interface DirectSocket {

	/**
	 * The attribute of a channel that holds its socket, where the transport gives access
	 * to it.
	 */
	AttributeKey<DirectSocket> KEY = AttributeKey.valueOf("millrace.direct-socket");

	/**
	 * Sets the reader that is asked before the channel when there is input.
	 * @param reader reads and returns {@code true}, or leaves the input to the channel
	 */
	void inputTo(BooleanSupplier reader);

	/**
	 * Reads once, up to the size of the buffer.
	 * @return a buffer to be released by the caller, empty if nothing had come; {@code
	 * null} at the end of the input and after an error, for which the caller leaves the
	 * next read to the channel
	 */
	@Nullable ByteBuf read();

	/**
	 * Writes as much as the kernel takes. Does nothing while bytes wait in the channel,
	 * so that their order is kept.
	 * @param bytes what to write; read as far as it was taken
	 */
	void write(ByteBuf bytes);

	/**
	 * Sends a FIN, after all that the kernel has taken. Costs a system call, where
	 * {@code Channel.shutdownOutput()} also makes an exception with a stack trace for the
	 * writes that wait. Nothing must wait, and nothing may be written after this. Input
	 * that comes later is dropped without any handler, and the channel is closed at the
	 * end of the input.
	 * @param dropped is told the number of bytes that were dropped with each read
	 * @return whether that was done; if not, the channel is to do it
	 */
	boolean shutdownOutput(IntConsumer dropped);

}
