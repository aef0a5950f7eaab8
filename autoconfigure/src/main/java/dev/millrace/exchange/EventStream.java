package dev.millrace.exchange;

import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponse;

/**
 * Answers of server-sent events, which go on until somebody leaves. Their clients take a
 * complete answer for a reason to connect again, so a server may end them.
 */
final class EventStream {

	private static final String TYPE = "text/event-stream";

	private static final Slot<EventStream> SLOT = new Slot<>();

	private static final EventStream BEGUN = new EventStream();

	private EventStream() {
	}

	/**
	 * Looks at the head of an answer.
	 * @return whether events follow
	 */
	static boolean begins(Exchange current, HttpResponse head) {
		if (head instanceof FullHttpResponse) {
			return false;
		}
		String type = head.headers().get(HttpHeaderNames.CONTENT_TYPE);
		if (type == null || !type.regionMatches(true, 0, TYPE, 0, TYPE.length())) {
			return false;
		}
		current.set(SLOT, BEGUN);
		return true;
	}

	/** Ends the answer in progress, if it is one of events, as if it had ended itself. */
	static void end(ExchangeHandler handler) {
		Exchange current = handler.exchange();
		if (current != null && current.get(SLOT) != null && !current.responseComplete) {
			handler.endAnswer(current);
		}
	}

}
