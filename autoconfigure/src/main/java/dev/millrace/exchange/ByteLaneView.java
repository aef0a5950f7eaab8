package dev.millrace.exchange;

import dev.millrace.connection.ServerConnection;
import dev.millrace.exchange.syntax.ByteLaneHead;
import dev.millrace.exchange.syntax.HeadFields;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpMethod;
import org.jspecify.annotations.Nullable;

/**
 * A request that is read on the byte lane, and its answer once it has one: a view of the
 * buffers of the event loop, the same object for each request. Valid only during the call
 * that receives it, on its event loop. Filters see it before there is an answer,
 * listeners when it has gone out.
 */
public final class ByteLaneView {

	private final byte[] window;

	private final ByteLaneHead head;

	private @Nullable ServerConnection connection;

	private @Nullable ByteRoute route;

	private @Nullable PreparedResponse answer;

	private @Nullable Caller caller;

	private final ByteBuf bytes;

	/**
	 * Creates the view of an event loop.
	 * @param window holds the bytes of requests
	 * @param head what was read of the request
	 */
	public ByteLaneView(byte[] window, ByteLaneHead head) {
		this.window = window;
		this.head = head;
		this.bytes = Unpooled.wrappedBuffer(window).asReadOnly();
	}

	/**
	 * Shows a request.
	 * @param newConnection the connection that carries it
	 * @param newRoute the route that answers it
	 * @return this
	 */
	public ByteLaneView of(ServerConnection newConnection, ByteRoute newRoute) {
		this.connection = newConnection;
		this.route = newRoute;
		this.answer = null;
		this.caller = null;
		return this;
	}

	/**
	 * Shows the answer to the request.
	 * @param newAnswer the answer that has gone out
	 * @return this
	 */
	public ByteLaneView answered(PreparedResponse newAnswer) {
		this.answer = newAnswer;
		return this;
	}

	/** The connection that carried the request. */
	public ServerConnection connection() {
		return current(this.connection);
	}

	/** The request method: GET or HEAD. */
	public HttpMethod method() {
		return this.head.head() ? HttpMethod.HEAD : HttpMethod.GET;
	}

	/** The path of the request target, as received. */
	public String path() {
		int start = this.head.targetStart();
		int end = pathEnd();
		String pattern = route();
		return (pattern != null && isPath(pattern, start, end)) ? pattern : HeadFields.ascii(this.window, start, end);
	}

	/** The query of the request target, as received; {@code null} if there is none. */
	public @Nullable String query() {
		int end = pathEnd();
		return (end < this.head.targetEnd()) ? HeadFields.ascii(this.window, end + 1, this.head.targetEnd()) : null;
	}

	private int pathEnd() {
		int at = this.head.targetStart();
		while (at < this.head.targetEnd() && this.window[at] != '?') {
			at++;
		}
		return at;
	}

	private boolean isPath(String pattern, int start, int end) {
		if (pattern.length() != end - start) {
			return false;
		}
		for (int i = start; i < end; i++) {
			if (this.window[i] != pattern.charAt(i - start)) {
				return false;
			}
		}
		return true;
	}

	/**
	 * Returns the first value of a request header.
	 * @param name name of the header, of letters, digits and dashes in any case
	 * @return the value, or {@code null}
	 */
	public @Nullable String header(CharSequence name) {
		return HeadFields.value(this.window, this.head.fieldsStart(), name);
	}

	/**
	 * Shows all header lines as they came, without the request line and the empty line.
	 * @return a read-only buffer, the same for each request
	 */
	public ByteBuf headerLines() {
		return this.bytes.setIndex(this.head.fieldsStart(), this.head.end() - 2);
	}

	/**
	 * Returns who sends the request.
	 * @return the caller, {@code null} if no filter has found that out
	 */
	public @Nullable Caller caller() {
		return this.caller;
	}

	/**
	 * Says who sends the request: later filters, listeners and, if it becomes one, the
	 * exchange are told.
	 * @param newCaller the caller
	 */
	public void caller(Caller newCaller) {
		this.caller = newCaller;
	}

	/** The pattern of the route. */
	public @Nullable String route() {
		return current(this.route).route();
	}

	/** The status code of the answer. */
	public int status() {
		return current(this.answer).status();
	}

	/** Bytes of the body that went out. */
	public long bytesOut() {
		return current(this.route).withBody() ? current(this.answer).length() : 0;
	}

	/** When the request came: the time of the read that brought it. */
	public long startNanos() {
		return connection().lastActivityNanos();
	}

	private static <T> T current(@Nullable T value) {
		if (value == null) {
			throw new IllegalStateException("There is no such request, or it has no answer yet");
		}
		return value;
	}

}
