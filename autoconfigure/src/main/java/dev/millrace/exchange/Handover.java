package dev.millrace.exchange;

import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import org.jspecify.annotations.Nullable;

/**
 * What an HTTP/1.1 connection owes to the handlers of others. They are looked for when
 * the first request begins: all that prepares a connection has been done by then.
 *
 * <p>
 * A handler between the decoder and {@link Http1ExchangeHandler} gets a request before it
 * becomes an exchange, and may answer it, or keep it for a while. Until the request has
 * come to the handler of exchanges, or the encoder has seen the end of an answer, the
 * next request is not decoded, so that answers keep their order. Confined to the event
 * loop.
 */
final class Handover {

	private final Http1ExchangeHandler exchanges;

	private final ForeignHandlers handlers;

	private boolean looked;

	private boolean leavesHotRoutes;

	private @Nullable PlainRequests lane;

	private @Nullable HttpMethod pending;

	Handover(Http1ExchangeHandler exchanges, ForeignHandlers handlers, @Nullable PlainRequests lane) {
		this.exchanges = exchanges;
		this.handlers = handlers;
		this.lane = lane;
	}

	/**
	 * Returns the byte lane of the connection. Called when a request begins.
	 * @return the lane, {@code null} to leave all to the parser
	 */
	@Nullable PlainRequests lane() {
		if (!this.looked) {
			look();
		}
		return this.lane;
	}

	private void look() {
		this.looked = true;
		this.leavesHotRoutes = this.handlers.look(this.exchanges.context().pipeline());
		if (this.leavesHotRoutes) {
			this.lane = null;
		}
	}

	/** Whether hot routes are left to WebFlux. */
	boolean leavesHotRoutes() {
		return this.leavesHotRoutes;
	}

	/** Whether a request has been decoded and is neither an exchange nor answered. */
	boolean pending() {
		return this.pending != null;
	}

	/** The method of that request, {@code null} if there is none. */
	@Nullable HttpMethod method() {
		return this.pending;
	}

	/** A head has been decoded, and passes handlers of others. */
	void decoded(HttpRequest request) {
		this.pending = request.method();
		this.exchanges.connection().headRead();
	}

	/** The request has come to the handler of exchanges. */
	void arrived() {
		this.pending = null;
	}

	/** A handler between has answered the request. */
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
