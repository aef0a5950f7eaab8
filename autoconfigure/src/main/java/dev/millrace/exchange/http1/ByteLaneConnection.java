package dev.millrace.exchange.http1;

import dev.millrace.connection.ServerConnection;
import dev.millrace.exchange.ByteRoute;
import dev.millrace.exchange.Caller;
import dev.millrace.exchange.PreparedResponse;
import dev.millrace.exchange.message.ServerLines;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * The connection whose requests the byte lane reads and answers. Confined to the event
 * loop.
 */
interface ByteLaneConnection {

	/** The connection. */
	ServerConnection connection();

	/**
	 * Whether the next request may be read: no exchange is in progress, and the client
	 * takes answers.
	 */
	boolean accepts();

	/**
	 * Whether no handler of others stands where it would have to see requests and
	 * answers.
	 */
	boolean allowsBytes();

	/** Which filters of addresses have let the client pass: a bit for each. */
	long passedAddresses();

	/**
	 * Keeps, for the exchange that a request is about to get, what is known of it.
	 * @param filters the filters that have let it pass, a bit for each
	 * @param caller the sender, {@code null} if not known
	 */
	void carry(long filters, @Nullable Caller caller);

	/**
	 * Tells the decoder that a request was read without the parser.
	 * @param in the bytes that are left of those received
	 */
	void tookRequest(ByteBuf in);

	/** The header lines that answers carry at this time. */
	ServerLines lines();

	/**
	 * Writes an answer that leaves the connection open, at the latest when the read in
	 * progress is over.
	 * @param route the route that answers
	 * @param answer its answer
	 * @param lines the header lines that the answer lacks
	 */
	void write(ByteRoute route, PreparedResponse answer, byte[] lines);

}
