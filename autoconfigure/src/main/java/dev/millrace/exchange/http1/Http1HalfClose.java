package dev.millrace.exchange.http1;

import dev.millrace.connection.HalfCloseClock;
import dev.millrace.connection.ServerConnection;
import dev.millrace.exchange.Exchange;
import dev.millrace.exchange.Outcome;
import dev.millrace.exchange.RequestProgress;
import dev.millrace.exchange.ResponseProgress;
import dev.millrace.worker.CloseReason;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import org.jspecify.annotations.Nullable;

/**
 * Decides how long an HTTP/1.1 connection is kept after its client has ended its input,
 * by a FIN or by a {@code close_notify} of TLS. Confined to the event loop.
 */
final class Http1HalfClose {

	/*
	 * Implementation note.
	 *
	 * A FIN has two meanings that cannot be told apart: the client has sent all and waits
	 * for the answers (nc -N, old proxies, anything that calls shutdown(SHUT_WR)), or it
	 * has called close() and is gone. Reactor Netty knows only the second. The difference
	 * shows later: a client that has left answers each byte by a reset, and the reset
	 * ends the connection and cancels all that is in progress.
	 *
	 * So an exchange that has an end is carried to it, and one that has none is cancelled
	 * at once, because it might never write. In detail:
	 *
	 * (1) Requests that were received whole are answered one after the other, as before.
	 *
	 * (2) An answer that has not begun has the time of millrace.timeouts.half-close,
	 * counted from the end of the input or from the end of the answer before it.
	 *
	 * (3) An answer of known length whose head is out may go on as long as it moves:
	 * either the client takes bytes (else write-stall ends it), or the application gives
	 * some within each such time.
	 *
	 * (4) An answer of unknown length whose head is out is cancelled at once. One that
	 * begins only now, for a request that waited in the decoder, has the time of half-
	 * close, unless it is an event stream or a tunnel.
	 *
	 * (5) A request that lacks bytes never gets them: its exchange is cancelled.
	 *
	 * (6) When nothing is left, the connection is closed once all was written. A
	 * connection that was idle is closed at once.
	 *
	 * Reactor Netty's handlers take no part in this: for them the connection is open
	 * until the channel is closed, and the close cancels as it always does.
	 */

	private final Http1ExchangeHandler exchanges;

	private final ServerConnection connection;

	private final RequestProgress request;

	private final ResponseProgress response;

	/** Not {@code null} once the input has ended. */
	private @Nullable HalfCloseClock clock;

	/** Bytes of the answer in progress when the clock was looked at last. */
	private long bytesOut;

	Http1HalfClose(Http1ExchangeHandler exchanges) {
		this.exchanges = exchanges;
		this.connection = exchanges.connection();
		this.request = exchanges.request();
		this.response = exchanges.response();
	}

	private void inputEnded() {
		ChannelHandlerContext ctx = this.exchanges.context();
		Http1KeepAlive persistence = this.exchanges.persistence;
		if (this.clock != null || !ctx.channel().isActive()) {
			return;
		}
		persistence.inputEnded();
		if (persistence.closes()) {
			// The close that has begun ends once all was written.
			return;
		}
		if (this.exchanges.tunnel.isOpen() || !this.connection.halfCloses()) {
			ctx.close();
			return;
		}
		this.clock = new HalfCloseClock(this.connection, this::expired);
		this.clock.restart();
		Exchange current = this.exchanges.exchange();
		if (current != null && this.response.isHeadSent() && !this.response.isComplete()
				&& !persistence.knowsLength()) {
			cancelLater(current);
		}
		else {
			settle();
		}
	}

	/**
	 * Checks whether an event says that the client sends no more.
	 * @param event any event
	 * @return whether Reactor Netty must not see it: it would close a connection whose
	 * client says so by TLS
	 */
	boolean takes(Object event) {
		if (event instanceof ChannelInputShutdownEvent) {
			if (!this.connection.closedByFailedRead()) {
				inputEnded();
			}
			return false;
		}
		if (event instanceof SslCloseCompletionEvent closed && closed.isSuccess() && answersAfterTls()) {
			inputEnded();
			return true;
		}
		return false;
	}

	/**
	 * Whether answers can be sent after the client's close_notify: not if the TLS engine
	 * has closed its output, too, as TLS 1.2 demands.
	 */
	private boolean answersAfterTls() {
		SslHandler tls = this.exchanges.context().pipeline().get(SslHandler.class);
		return tls != null && !tls.engine().isOutboundDone() && !this.exchanges.tunnel.isOpen()
				&& this.connection.halfCloses();
	}

	private void watch(Exchange current) {
		this.bytesOut = current.bytesOut();
		restart();
	}

	private void restart() {
		if (this.clock != null) {
			this.clock.restart();
		}
	}

	/**
	 * The head of an answer is being written.
	 * @param current the exchange
	 * @param endless whether the answer has no end of its own, or opens a tunnel
	 */
	void answerBegins(Exchange current, boolean endless) {
		if (endless && this.clock != null) {
			cancelLater(current);
		}
	}

	private void cancelLater(Exchange current) {
		// In a later task, because the head of the answer is being written by the caller.
		this.exchanges.context().executor().execute(() -> {
			if (this.exchanges.isCurrent(current)) {
				this.connection.closing(CloseReason.CLIENT);
				this.exchanges.abort();
			}
		});
	}

	/**
	 * Called when an exchange has ended, and when the client has taken what was written.
	 */
	void proceed() {
		if (this.clock == null) {
			return;
		}
		// In a later task, when the decoder has looked at the requests that waited.
		this.exchanges.context().executor().execute(this::settle);
	}

	/** Judges the request that is in progress now, or closes if none is left. */
	private void settle() {
		ChannelHandlerContext ctx = this.exchanges.context();
		Exchange current = this.exchanges.exchange();
		if (current != null) {
			judge(current);
		}
		else if (this.exchanges.reads.resuming()) {
			ctx.executor().execute(this::settle);
		}
		else if (ctx.channel().isActive() && !this.exchanges.persistence.ends()
				&& !this.exchanges.decoder().holdsNextMessage()) {
			this.connection.closing(CloseReason.CLIENT);
			this.exchanges.persistence.closeIdle(ctx);
		}
	}

	private void judge(Exchange current) {
		if (!this.request.isComplete()) {
			this.exchanges.persistence.end();
			if (this.response.isComplete()) {
				this.exchanges.endAnswered(current);
				return;
			}
		}
		boolean waitsInVain = !this.request.isComplete() || this.request.waitsForInput();
		if (!this.response.isHeadSent() && waitsInVain) {
			cancel(current, CloseReason.CLIENT);
		}
		else {
			watch(current);
		}
	}

	private void expired() {
		Exchange current = this.exchanges.exchange();
		if (current == null || this.response.isComplete()) {
			return;
		}
		boolean moves = this.connection.answersWait() || current.bytesOut() != this.bytesOut;
		if (this.response.isHeadSent() && moves && this.exchanges.persistence.knowsLength()) {
			watch(current);
			return;
		}
		if (this.clock != null) {
			this.clock.strike();
		}
		cancel(current, CloseReason.HALF_CLOSE);
	}

	/** Cancels an exchange. Answers that were given before it are still sent. */
	private void cancel(Exchange current, CloseReason reason) {
		this.connection.closing(reason);
		if (this.response.isHeadSent()) {
			this.exchanges.abort();
		}
		else {
			this.exchanges.persistence.end();
			this.exchanges.end(current, Outcome.ABORTED);
		}
	}

	/** Stops the clocks, because the connection is closed. */
	void stop() {
		this.exchanges.persistence.stop();
		if (this.clock != null) {
			this.clock.stop();
		}
	}

}
