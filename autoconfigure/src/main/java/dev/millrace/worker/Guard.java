package dev.millrace.worker;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A limit or a deadline of connections. Those of Millrace are constants, named like the
 * property that sets them; features register theirs with the {@link Guards} of an
 * application. Safe for use by any thread.
 */
public final class Guard extends Registered<Guard> {

	private static final List<Guard> BUILT_IN = new ArrayList<>();

	/** Time for the TLS handshake. */
	public static final Guard TLS_HANDSHAKE = builtIn("tls-handshake", CloseReason.TLS_HANDSHAKE);

	/** Time for the head of a request. */
	public static final Guard REQUEST_HEADER = builtIn("request-header", CloseReason.REQUEST_HEADER);

	/** Rate at which the body of a request must come. */
	public static final Guard REQUEST_BODY_MIN_RATE = builtIn("request-body-min-rate",
			CloseReason.REQUEST_BODY_MIN_RATE);

	/** Time for the whole body of a request. */
	public static final Guard REQUEST_BODY = builtIn("request-body", CloseReason.REQUEST_BODY);

	/** Time from the head of a request to the head of its answer. */
	public static final Guard HANDLER = builtIn("handler", CloseReason.HANDLER);

	/** Rate at which an answer must be read. */
	public static final Guard RESPONSE_MIN_RATE = builtIn("response-min-rate", CloseReason.RESPONSE_MIN_RATE);

	/** Time in which something of an answer must be read. */
	public static final Guard WRITE_STALL = builtIn("write-stall", CloseReason.WRITE_STALL);

	/** Time in which an answer must come once the client sends no more. */
	public static final Guard HALF_CLOSE = builtIn("half-close", CloseReason.HALF_CLOSE);

	/** Time between requests. */
	public static final Guard KEEP_ALIVE = builtIn("keep-alive", CloseReason.KEEP_ALIVE);

	/** Connections of the whole server. */
	public static final Guard MAX = builtIn("max", CloseReason.FULL);

	/** Connections of one address. */
	public static final Guard MAX_PER_IP = builtIn("max-per-ip", CloseReason.FULL);

	/** Requests of one connection in a second. */
	public static final Guard MAX_REQUESTS_PER_SECOND = builtIn("max-requests-per-second", CloseReason.ERROR);

	/** Bytes of one connection in a second. */
	public static final Guard MAX_BANDWIDTH = builtIn("max-bandwidth", CloseReason.ERROR);

	/** A PROXY header before everything else, from a trusted proxy. */
	public static final Guard PROXY_PROTOCOL = builtIn("proxy-protocol", CloseReason.PROXY_PROTOCOL);

	private final CloseReason closeReason;

	private volatile GuardMode mode;

	Guard(String id, int index, CloseReason closeReason, GuardMode mode) {
		super(id, index);
		this.closeReason = closeReason;
		this.mode = mode;
	}

	private static Guard builtIn(String id, CloseReason closeReason) {
		Guard guard = new Guard(id, BUILT_IN.size(), closeReason, GuardMode.ENFORCE);
		BUILT_IN.add(guard);
		return guard;
	}

	/** The guards of Millrace, in the order of their indexes. */
	static List<Guard> builtIn() {
		return Collections.unmodifiableList(BUILT_IN);
	}

	/**
	 * Returns why a connection is closed that the guard closes.
	 * @return the reason
	 */
	public CloseReason closeReason() {
		return this.closeReason;
	}

	/**
	 * Returns what the guard does when its time has come, unless the settings of a server
	 * say something else, which they do for most guards of Millrace.
	 * @return the mode
	 */
	public GuardMode mode() {
		return this.mode;
	}

	/**
	 * Changes what the guard of a feature does when its time has come. Event loops see
	 * the change with the next connection that meets the guard.
	 * @param changed the mode
	 * @throws IllegalStateException if this is a guard of Millrace: all servers of the
	 * process share it, and the settings of each say its mode
	 */
	public void mode(GuardMode changed) {
		if (BUILT_IN.contains(this)) {
			throw new IllegalStateException("The mode of the guard '" + id() + "' is a setting of the server");
		}
		this.mode = changed;
	}

}
