package dev.millrace.exchange.http1;

import dev.millrace.connection.ServerConnection;
import dev.millrace.exchange.Exchange;
import dev.millrace.worker.CloseReason;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import org.jspecify.annotations.Nullable;

/**
 * An answer whose end is the close of its HTTP/1.1 connection: neither a length nor
 * chunks tell a client whether it got all of it, so that RFC 9112 section 8 takes an
 * orderly close for the end of the body. From the head of such an answer to its last byte
 * the socket is set to be reset by whatever closes it ({@code SO_LINGER} 0): the failure
 * of the source, a deadline, the end of the drain, an operator, the application, and also
 * the death of the process. Costs two system calls, for such answers only. Confined to
 * the event loop.
 */
final class Http1UnfinishedAnswer {

	private final ServerConnection connection;

	private final int linger;

	private @Nullable ChannelFuture lastWrite;

	private boolean complete;

	private boolean armed;

	/**
	 * Says that such an answer begins.
	 * @param connection the connection that carries it
	 */
	Http1UnfinishedAnswer(ServerConnection connection) {
		this.connection = connection;
		ChannelConfig config = connection.channel().config();
		Integer before = connection.channel().isActive() ? config.getOption(ChannelOption.SO_LINGER) : null;
		this.armed = before != null && config.setOption(ChannelOption.SO_LINGER, 0);
		this.linger = (before != null) ? before : -1;
	}

	/** Whether nothing but the close can tell a client where the body ends. */
	static boolean endsWithClose(Exchange exchange, HttpResponse head) {
		return !HttpUtil.isContentLengthSet(head) && !HttpUtil.isTransferEncodingChunked(head)
				&& exchange.allowsBody(head.status().code());
	}

	/** A part of the answer is on its way. */
	void written(ChannelFuture future) {
		this.lastWrite = future;
	}

	/**
	 * Called when the last part of the answer was written: disarms the reset once it went
	 * out.
	 */
	void complete() {
		this.complete = true;
		if (this.lastWrite != null) {
			this.lastWrite.addListener((written) -> disarm());
		}
	}

	/**
	 * The connection is about to be closed: resets it, past TLS, whose orderly end would
	 * say that all was sent, if the answer is not complete.
	 * @return whether the connection was reset
	 */
	boolean breaksOff() {
		if (this.complete) {
			// The close may come from a listener of the last write that is called before
			// ours.
			disarm();
			return false;
		}
		this.connection.reset(CloseReason.ERROR);
		return true;
	}

	private void disarm() {
		ChannelFuture last = this.lastWrite;
		if (this.armed && last != null && last.isSuccess() && last.channel().isActive()) {
			this.armed = false;
			last.channel().config().setOption(ChannelOption.SO_LINGER, this.linger);
		}
	}

}
