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
 * What each protocol does in its own way with an exchange.
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

	/** Tells an exchange what was found out about its request before it began. */
	protected void carryOver(Exchange begun, HttpRequest head) {
		// Of interest where a request is looked at before it is an exchange.
	}

	/** Whether nothing of a request is to come after its head. */
	protected abstract boolean whole(HttpRequest request);

	/** Whether the rest of a request is not waited for once its answer is complete. */
	protected abstract boolean givesUpRequest();

	/** The time; the clock is read only where the time of the last read is too old. */
	protected abstract long nanos();

	/** The connection must not be used for another request. */
	protected void lastAnswer() {
	}

	/** Writes an HTTP object, after all that was written before. */
	protected abstract void send(Object msg);

	/** The head of an answer is about to go out: the last time to change its framing. */
	protected abstract void beforeResponse(Exchange current, HttpResponse response);

	/** What handlers of others in the pipeline ask for. */
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

	/** A part of a response is on its way. */
	protected void written(ChannelFuture future) {
		// Of interest where what follows must not overtake it.
	}

	/** The last part of an answer was written. */
	protected void answerWritten() {
		// Of interest where the end of the answer is that of the connection.
	}

	/** Ends the connection, or the stream, without an answer. */
	protected abstract void abort();

	/** Ends the connection, or the stream, after an exception on the way in. */
	protected void abort(Throwable cause) {
		abort();
	}

	/** Reads on: the request, the next request, or the news that the client left. */
	protected abstract void readMore();

	/** Whether what was passed on is over for Reactor Netty too. */
	protected abstract boolean passedIsOver();

	/** An exchange has ended. */
	protected abstract void afterExchange(Exchange ended);

	/** An answer was given while the client is still sending the request. */
	protected abstract void drainRequest(Exchange current, int bytes);

	/** Answers a message after which the connection cannot be trusted. */
	protected abstract void reject(Exchange current, PreparedResponse refusal);

}
