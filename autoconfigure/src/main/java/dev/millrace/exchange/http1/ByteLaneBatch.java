package dev.millrace.exchange.http1;

import java.util.Arrays;

import dev.millrace.connection.ServerConnection;
import dev.millrace.exchange.ByteLane;
import dev.millrace.exchange.ByteLaneFilters;
import dev.millrace.exchange.ByteLaneListener;
import dev.millrace.exchange.ByteLaneView;
import dev.millrace.exchange.ByteRoute;
import dev.millrace.exchange.PreparedResponse;
import dev.millrace.exchange.message.ServerLines;
import dev.millrace.exchange.syntax.ByteLaneHead;
import dev.millrace.exchange.syntax.ByteLaneRequest;
import dev.millrace.exchange.syntax.HeadFields;
import dev.millrace.exchange.syntax.WordScan;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeadersFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The requests that one read brought, looked at in an array of the event loop and
 * answered in turn. One for each loop, and confined to it.
 */
final class ByteLaneBatch {

	private static final Logger logger = LoggerFactory.getLogger(ByteLaneBatch.class);

	/** Longer heads are left to Netty's parser. */
	private static final int WINDOW = 8 * 1024;

	private final ByteLane lane;

	private final ByteLaneHead head;

	private final byte[] window = new byte[WINDOW + WordScan.SLACK];

	private final ByteLaneListener[] listeners;

	private final ByteLaneView view;

	private boolean busy;

	private int at;

	private int limit;

	ByteLaneBatch(ByteLane lane, ByteLaneHead head, ByteLaneListener[] listeners) {
		this.lane = lane;
		this.head = head;
		this.listeners = listeners;
		this.view = new ByteLaneView(this.window, head);
	}

	/** What {@link ByteLaneReader#read} says. */
	@Nullable ByteLaneRequest read(ByteBuf in, ByteLaneConnection target, HttpHeadersFactory headers) {
		if (this.busy) {
			// A LocalChannel delivers within the call: a flush can bring the next request
			// of the peer before it returns.
			return null;
		}
		this.busy = true;
		try {
			return answer(in, target, headers);
		}
		finally {
			this.busy = false;
		}
	}

	private @Nullable ByteLaneRequest answer(ByteBuf in, ByteLaneConnection target, HttpHeadersFactory headers) {
		ServerConnection connection = target.connection();
		fill(in);
		ByteRoute route = null;
		int length = 0;
		ServerLines lines = null;
		while (target.accepts() && !connection.lastExchange(1)) {
			if (route == null || !repeats(length)) {
				route = find(in);
				if (route == null) {
					return null;
				}
				if (!target.allowsBytes()) {
					return null;
				}
				length = this.head.end() - this.at;
			}
			PreparedResponse answer = route.answer();
			boolean asExchange = answer == null || needsExchange(route, answer) || !passes(target, route);
			in.skipBytes(length);
			target.tookRequest(in);
			connection.requestStarted();
			if (answer == null || asExchange) {
				// What was read of the head is that of the request that this one may
				// repeat.
				return ByteLaneRequest.copy(this.window, this.head.end() - length, this.head, headers);
			}
			if (lines == null) {
				lines = target.lines();
			}
			answer(target, connection, route, answer, answer.missing(lines));
			this.at += length;
		}
		return null;
	}

	/**
	 * Whether a request to a constant route needs an exchange: listeners read the address
	 * of the client, which an exchange takes from the fields of a trusted proxy, or the
	 * route leaves requests with one of the watched fields to it, or the request states
	 * conditions about an answer that can meet them.
	 */
	private boolean needsExchange(ByteRoute route, PreparedResponse answer) {
		return route.leaves(this.head.seen()) || (this.listeners.length > 0 && this.head.forwarded())
				|| (answer.conditional() && HeadFields.conditions(this.window, this.head.fieldsStart()));
	}

	/** Asks the filters, before anything of the request is counted. */
	private boolean passes(ByteLaneConnection target, ByteRoute route) {
		ByteLaneFilters filters = route.filters();
		if (filters == ByteLaneFilters.NONE) {
			this.view.of(target.connection(), route);
			return true;
		}
		long addresses = filters.addresses();
		if (addresses != 0 && (this.head.forwarded() || (addresses & ~target.passedAddresses()) != 0)) {
			return false;
		}
		long passed = filters.ask(this.view.of(target.connection(), route));
		if (passed == filters.all()) {
			return true;
		}
		target.carry(passed, this.view.caller());
		return false;
	}

	private void fill(ByteBuf in) {
		this.at = 0;
		this.limit = Math.min(in.readableBytes(), WINDOW);
		in.getBytes(in.readerIndex(), this.window, 0, this.limit);
	}

	/** Whether the request just answered comes once more, byte for byte. */
	private boolean repeats(int length) {
		int end = this.at + length;
		return end <= this.limit && Arrays.equals(this.window, this.at - length, this.at, this.window, this.at, end);
	}

	private @Nullable ByteRoute find(ByteBuf in) {
		ByteRoute route = findHere();
		if (route == null && this.at > 0 && in.readableBytes() > this.limit - this.at) {
			fill(in);
			route = findHere();
		}
		return route;
	}

	private @Nullable ByteRoute findHere() {
		if (!this.head.line(this.window, this.at, this.limit)) {
			return null;
		}
		ByteRoute route = this.lane.find(this.window, this.head.targetStart(), this.head.targetEnd(), this.head.head());
		return (route != null && this.head.fields(this.window, this.limit)) ? route : null;
	}

	/** The steps of an exchange that is answered at once, without an exchange. */
	private void answer(ByteLaneConnection target, ServerConnection connection, ByteRoute route,
			PreparedResponse answer, byte[] lines) {
		long nanos = connection.lastActivityNanos();
		connection.exchangeStarted(route);
		connection.responseStarted();
		target.write(route, answer, lines);
		try {
			route.answered(nanos);
			for (ByteLaneListener listener : this.listeners) {
				listener.answered(this.view.answered(answer));
			}
		}
		catch (Throwable ex) {
			logger.error("A request to {} was not counted", route, ex);
		}
		connection.exchangeEnded(answer.status(), nanos, nanos);
	}

}
