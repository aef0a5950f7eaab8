package dev.millrace.exchange;

import java.util.Iterator;
import java.util.Map;

import dev.millrace.exchange.foreign.HandlerLayout;
import dev.millrace.exchange.syntax.HttpRule;
import dev.millrace.exchange.syntax.ProxyFields;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFuture;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import org.jspecify.annotations.Nullable;

/**
 * The steps of an exchange that differ between HTTP/1.1 and HTTP/2. Called by
 * {@link ExchangeHandler}, on the event loop.
 */
abstract class ExchangeProtocol extends ChannelDuplexHandler {

	/** Whether the message came as HTTP/1.x. */
	protected abstract boolean http1();

	/** The rule that a request breaks, if any. */
	protected abstract @Nullable HttpRule broken(HttpRequest request);

	/** The bytes of the head that was decoded last, if it came as HTTP/1.1. */
	protected byte @Nullable [] headBytes() {
		return null;
	}

	/** Whether a field of a request says something of a client behind a proxy. */
	protected boolean mentionsProxies(HttpRequest request) {
		Iterator<Map.Entry<CharSequence, CharSequence>> fields = request.headers().iteratorCharSequence();
		while (fields.hasNext()) {
			if (ProxyFields.include(fields.next().getKey())) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Tells an exchange facts that were found before it began, such as the filters that
	 * have passed.
	 */
	protected void carryOver(Exchange begun, HttpRequest head) {
		// HTTP/2 has no byte lane, which would know such facts.
	}

	/** Whether nothing of a request is to come after its head. */
	protected abstract boolean whole(HttpRequest request);

	/**
	 * Whether the exchange ends with its answer, although the request is not complete.
	 */
	protected abstract boolean givesUpRequest();

	/** The time; the clock is read only where the time of the last read is too old. */
	protected abstract long nanos();

	/** Makes the answer in progress the last one of the connection. */
	protected void lastAnswer() {
	}

	/** Writes an HTTP object, after all that was written before. */
	protected abstract void send(Object msg);

	/**
	 * Called before the head of an answer goes out, the last time at which its framing
	 * can change.
	 */
	protected abstract void beforeResponse(Exchange current, HttpResponse response);

	/** Returns which handlers of others the pipeline has, and what they need. */
	protected HandlerLayout layout() {
		return HandlerLayout.FREE;
	}

	/**
	 * Sends a prepared answer in its encoded form.
	 * @param current the exchange that is answered
	 * @param answer the answer
	 * @return the number of bytes of the body that go out
	 */
	protected abstract long writePrepared(Exchange current, PreparedResponse answer);

	/**
	 * Sends the bytes of a whole response, where the protocol is HTTP/1.x.
	 * @param current the exchange that is answered
	 * @param bytes the bytes, taken over
	 * @return the number of bytes of the body that go out
	 */
	protected long writeRaw(Exchange current, ByteBuf bytes) {
		throw new UnsupportedOperationException("not HTTP/1.x");
	}

	/**
	 * Sends an answer whose body is at hand, where the protocol is not HTTP/1.x.
	 * @param current the exchange that is answered
	 * @param answer the answer, its body taken over
	 * @return the number of bytes of the body that go out
	 */
	protected long writeFull(Exchange current, Answer.Full answer) {
		throw new UnsupportedOperationException("no protocol with frames");
	}

	/** Sends what was written, at the latest when the read in progress is over. */
	protected abstract void flushSoon();

	/** Called when a part of a response was written. */
	protected void written(ChannelFuture future) {
		// Needed only where a later write could overtake this one.
	}

	/** Called when the last part of an answer was written. */
	protected void answerWritten() {
		// Needed only where the end of the answer is the end of the connection.
	}

	/** Ends the connection, or the stream, without an answer. */
	protected abstract void abort();

	/** Ends the connection, or the stream, after an exception on the way in. */
	protected void abort(Throwable cause) {
		abort();
	}

	/**
	 * Reads on: the rest of the request, the next request, or the end of the input.
	 */
	protected abstract void readMore();

	/** Whether Reactor Netty has finished with the request that it was given. */
	protected abstract boolean passedIsOver();

	/** Called when an exchange has ended. */
	protected abstract void afterExchange(Exchange ended);

	/** Called for bytes of a request that was answered before it was complete. */
	protected abstract void drainRequest(Exchange current, int bytes);

	/**
	 * Answers a message after which the connection cannot be used, because its end is not
	 * known.
	 */
	protected abstract void reject(Exchange current, PreparedResponse refusal);

}
