package dev.millrace.connection;

import java.util.function.BooleanSupplier;

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
	 * Says who is asked first when there is input.
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

}
