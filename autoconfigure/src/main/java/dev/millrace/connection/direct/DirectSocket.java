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

	/** Where a channel that allows it keeps its socket. */
	AttributeKey<DirectSocket> KEY = AttributeKey.valueOf("millrace.direct-socket");

	/**
	 * Sets the reader that is asked before the channel when there is input.
	 * @param reader reads and returns {@code true}, or leaves the input to the channel
	 */
	void inputTo(BooleanSupplier reader);

	/**
	 * Reads what is there.
	 * @return bytes, to be released by the caller; none if nothing is there after all;
	 * {@code null} at the end of the input and after an error, which the channel is to
	 * find out about
	 */
	@Nullable ByteBuf read();

	/**
	 * Writes what the kernel takes, if nothing that was written to the channel waits.
	 * @param bytes what to write; read as far as it was taken
	 */
	void write(ByteBuf bytes);

	/**
	 * Sends a FIN, after all that the kernel has taken. Costs a system call, where
	 * {@code Channel.shutdownOutput()} also makes an exception with a stack trace, for
	 * writes that may wait: so nothing must wait, and nothing be written any more. From
	 * then on what comes in is dropped, and the channel closed at the end of it, without
	 * any handler.
	 * @param dropped is told the number of bytes that were dropped with each read
	 * @return whether that was done; if not, the channel is to do it
	 */
	boolean shutdownOutput(IntConsumer dropped);

}
