package dev.millrace.exchange;

import java.util.Set;

import dev.millrace.exchange.message.ConnectionLines;
import dev.millrace.exchange.syntax.ByteLaneHead;
import dev.millrace.exchange.syntax.WatchedField;
import dev.millrace.worker.Activity;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;

/**
 * How one event loop answers the requests to a route that have the same method. Confined
 * to that loop, but for {@link #EXCHANGE}.
 */
public abstract class ByteRoute implements Activity {

	/**
	 * The route answers exchanges: one is made, with the bytes of the request for its
	 * head.
	 */
	public static final ByteRoute EXCHANGE = new ByteRoute(null, true) {

		@Override
		public @Nullable String route() {
			return null;
		}

		@Override
		public void answered(long startNanos) {
			// The exchange is counted where it ends.
		}

	};

	private static final int KEPT = 4 * 1024;

	private final @Nullable PreparedResponse answer;

	private final boolean withBody;

	private final int left;

	private final ByteLaneFilters filters;

	private byte[] lines = ConnectionLines.NONE;

	private byte @Nullable [] message;

	/**
	 * Creates a route.
	 * @param answer the answer to all requests, {@code null} where an exchange is needed
	 * @param withBody whether the body belongs to it, which it does not for HEAD
	 */
	protected ByteRoute(@Nullable PreparedResponse answer, boolean withBody) {
		this(answer, withBody, Set.of(), ByteLaneFilters.NONE);
	}

	/**
	 * Creates a route that leaves some requests to an exchange.
	 * @param answer the answer to all requests, {@code null} where an exchange is needed
	 * @param withBody whether the body belongs to it, which it does not for HEAD
	 * @param left a request with one of these header fields gets an exchange
	 * @param filters what requests pass that get none
	 */
	protected ByteRoute(@Nullable PreparedResponse answer, boolean withBody, Set<WatchedField> left,
			ByteLaneFilters filters) {
		this.answer = answer;
		this.withBody = withBody;
		this.left = WatchedField.bits(left);
		this.filters = filters;
	}

	/**
	 * Returns the filters that a request passes before it is answered without an
	 * exchange.
	 * @return the filters
	 */
	public ByteLaneFilters filters() {
		return this.filters;
	}

	/** Whether a request with these {@linkplain ByteLaneHead#seen() fields} is left. */
	public boolean leaves(int seen) {
		return (this.left & seen) != 0;
	}

	@Nullable public PreparedResponse answer() {
		return this.answer;
	}

	public boolean withBody() {
		return this.withBody;
	}

	/**
	 * Encodes an answer that leaves the connection open, once for as long as the lines
	 * are the same, which is a second.
	 * @param prepared the answer
	 * @param newLines the header lines that it lacks
	 * @return the whole message, not to be changed; {@code null} for one that is too long
	 * to be kept in yet another copy
	 */
	@SuppressWarnings("ReferenceEquality") // the lines are the same for a while
	public byte @Nullable [] encoded(PreparedResponse prepared, byte[] newLines) {
		byte[] known = this.message;
		if (known != null && this.lines == newLines) {
			return known;
		}
		if (prepared.length() > KEPT) {
			return null;
		}
		byte[] encoded = encode(prepared, newLines);
		this.message = encoded;
		this.lines = newLines;
		return encoded;
	}

	private byte[] encode(PreparedResponse prepared, byte[] newLines) {
		ByteBuf out = Unpooled.buffer();
		prepared.writeTo(out, newLines, ConnectionLines.NONE, this.withBody);
		byte[] encoded = new byte[out.readableBytes()];
		out.readBytes(encoded);
		return encoded;
	}

	/**
	 * Counts a request that was answered without an exchange.
	 * @param startNanos when it was received, a reading of {@link System#nanoTime()}
	 */
	public abstract void answered(long startNanos);

}
