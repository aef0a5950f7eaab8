package dev.millrace.exchange.http1;

import dev.millrace.exchange.message.NettyMessages;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import org.jspecify.annotations.Nullable;

/**
 * The way of a request of HTTP/1.1 from the decoder to the handler of exchanges.
 *
 * <p>
 * A handler between the decoder and {@link Http1ExchangeHandler} gets a request before it
 * becomes an exchange, and may answer it, or keep it for a while. Until the request has
 * come to the handler of exchanges, or the encoder has seen the end of such a handler's
 * answer, the next request is not decoded, so that answers keep their order.
 *
 * <p>
 * A handler between may run on an executor of its own. Then the answer to an exchange
 * comes to the encoder later than it was written, perhaps when the next request is on its
 * way already. So the encoder must know whose answers it has yet to see: as many as there
 * were exchanges. Confined to the event loop.
 */
final class Http1Handover {

	private final Http1ExchangeHandler exchanges;

	private final Http1Layout layout;

	private @Nullable HttpMethod pending;

	/** Exchanges whose answers, all of them objects, have not come to the encoder. */
	private int owed;

	Http1Handover(Http1ExchangeHandler exchanges, Http1Layout layout) {
		this.exchanges = exchanges;
		this.layout = layout;
	}

	/** Whether a request has been decoded and is neither an exchange nor answered. */
	boolean pending() {
		return this.pending != null;
	}

	/** Whether the encoder must look at messages, to find the end of an answer. */
	boolean looksAtAnswers() {
		return this.pending != null || this.owed > 0;
	}

	/**
	 * Whether the next answer that the encoder gets is that of a handler in between.
	 */
	boolean isForeign() {
		return this.pending != null && this.owed == 0;
	}

	/** The method of that request, {@code null} if there is none. */
	@Nullable HttpMethod method() {
		return this.pending;
	}

	/** Called when a head was decoded and is given to handlers of others. */
	void decoded(HttpRequest request) {
		this.pending = request.method();
		this.exchanges.connection().headRead();
	}

	/**
	 * A message has come to the handler of exchanges. From a handler of others it may
	 * come outside of a read, so flushes are not held back for its end.
	 * @return the message, if it is a request that such a handler has aggregated: head
	 * and body are one message
	 */
	@Nullable FullHttpRequest arrived(Object msg) {
		this.pending = null;
		if (!this.layout.codecWasSeen()) {
			this.owed = 0;
			this.exchanges.output.readStarted();
			return null;
		}
		if (NettyMessages.isRequest(msg)) {
			this.owed++;
		}
		return (msg instanceof FullHttpRequest full && full.decoderResult().isSuccess()) ? full : null;
	}

	/** Called when the encoder has written the end of the answer to an exchange. */
	void encoded() {
		if (this.owed > 0) {
			this.owed--;
		}
	}

	/** Called when a handler in between has answered the request itself. */
	void answered(int status) {
		this.pending = null;
		if (status == HttpResponseStatus.SWITCHING_PROTOCOLS.code()) {
			this.exchanges.tunnel.open();
			this.exchanges.tunnelOpened();
			return;
		}
		long now = this.exchanges.nanos();
		this.exchanges.connection().exchangeStarted(null);
		this.exchanges.connection().exchangeEnded(status, now, now);
		this.exchanges.reads.resumeLater();
	}

}
