package dev.millrace.exchange.http1;

import dev.millrace.connection.ServerConnection;
import dev.millrace.exchange.ByteRoute;
import dev.millrace.exchange.Caller;
import dev.millrace.exchange.PreparedResponse;
import dev.millrace.exchange.message.ServerLines;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * What the byte lane asks of the connection whose requests it reads. Confined to the
 * event loop.
 */
interface ByteLaneConnection {

	/** The connection. */
	ServerConnection connection();

	/** Whether the next request may be read: none is worked on, answers are read. */
	boolean accepts();

	/** Whether no handler of others must see requests and answers. */
	boolean allowsBytes();

	/** Which filters of addresses have let the client pass: a bit for each. */
	long passedAddresses();

	/**
	 * A request that was read here gets an exchange, of which some is known already.
	 * @param filters the filters that have let it pass, a bit for each
	 * @param caller who sends it, {@code null} if not known
	 */
	void carry(long filters, @Nullable Caller caller);

	/**
	 * A request was read without the parser.
	 * @param in what is left of the bytes that were received
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
