package dev.millrace.worker;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Why a connection came to its end. The reasons of Millrace are constants; features
 * register theirs with the {@link CloseReasons} of an application. Safe for use by any
 * thread.
 */
public final class CloseReason extends Registered<CloseReason> {

	private static final List<CloseReason> BUILT_IN = new ArrayList<>();

	/** The client closed it. */
	public static final CloseReason CLIENT = builtIn("client");

	/** The client, or the network, reset it. */
	public static final CloseReason RESET = builtIn("reset");

	/** The server closed it after an answer that was to be the last. */
	public static final CloseReason SERVER = builtIn("server");

	/** Something broke, on the wire or in a handler. */
	public static final CloseReason ERROR = builtIn("error");

	/** It was idle for too long. */
	public static final CloseReason KEEP_ALIVE = builtIn("keep-alive");

	/** It missed the deadline of the TLS handshake. */
	public static final CloseReason TLS_HANDSHAKE = builtIn("tls-handshake");

	/** It missed the deadline of a request's head. */
	public static final CloseReason REQUEST_HEADER = builtIn("request-header");

	/** It sent the body of a request too slowly. */
	public static final CloseReason REQUEST_BODY_MIN_RATE = builtIn("request-body-min-rate");

	/** It missed the deadline of a request's body. */
	public static final CloseReason REQUEST_BODY = builtIn("request-body");

	/** The answer to its request was not begun in time. */
	public static final CloseReason HANDLER = builtIn("handler");

	/** It read an answer too slowly. */
	public static final CloseReason RESPONSE_MIN_RATE = builtIn("response-min-rate");

	/** It read nothing of an answer. */
	public static final CloseReason WRITE_STALL = builtIn("write-stall");

	/** Its client sent no more, and the answer that was waited for did not come. */
	public static final CloseReason HALF_CLOSE = builtIn("half-close");

	/** It was accepted only to be answered with 503 because the server was full. */
	public static final CloseReason FULL = builtIn("full");

	/** It did not begin with the PROXY header of a trusted proxy. */
	public static final CloseReason PROXY_PROTOCOL = builtIn("proxy-protocol");

	/** A filter refused the client that its PROXY header named. */
	public static final CloseReason FILTER = builtIn("filter");

	/** An operator closed it. */
	public static final CloseReason OPERATOR = builtIn("operator");

	/** The server stopped. */
	public static final CloseReason SHUTDOWN = builtIn("shutdown");

	CloseReason(String id, int index) {
		super(id, index);
	}

	private static CloseReason builtIn(String id) {
		CloseReason reason = new CloseReason(id, BUILT_IN.size());
		BUILT_IN.add(reason);
		return reason;
	}

	/** The reasons of Millrace, in the order of their indexes. */
	static List<CloseReason> builtIn() {
		return Collections.unmodifiableList(BUILT_IN);
	}

}
