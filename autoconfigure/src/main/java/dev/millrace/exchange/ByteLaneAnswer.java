package dev.millrace.exchange;

import dev.millrace.connection.ServerConnection;
import dev.millrace.exchange.syntax.ByteLaneHead;
import dev.millrace.exchange.syntax.HeadFields;
import io.netty.handler.codec.http.HttpMethod;
import org.jspecify.annotations.Nullable;

/**
 * A request that was answered from its bytes, and its answer: a view of what an event
 * loop has at hand, the same object for each. To be read during
 * {@link ByteLaneListener#answered} only, on its event loop.
 */
public final class ByteLaneAnswer {

	private final byte[] window;

	private final ByteLaneHead head;

	private @Nullable ServerConnection connection;

	private @Nullable ByteRoute route;

	private @Nullable PreparedResponse answer;

	public ByteLaneAnswer(byte[] window, ByteLaneHead head) {
		this.window = window;
		this.head = head;
	}

	public ByteLaneAnswer of(ServerConnection newConnection, ByteRoute newRoute, PreparedResponse newAnswer) {
		this.connection = newConnection;
		this.route = newRoute;
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
			throw new IllegalStateException("no request is being answered");
		}
		return value;
	}

}
