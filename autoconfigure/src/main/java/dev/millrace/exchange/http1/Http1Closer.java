package dev.millrace.exchange.http1;

import dev.millrace.connection.Closer;
import dev.millrace.exchange.Refusals;
import io.netty.channel.ChannelHandlerContext;

/**
 * Closes an HTTP/1.1 connection for reasons of the server: its drain, a limit, a deadline
 * of the head of a request. Confined to the event loop.
 *
 * @param exchanges the exchanges of the connection
 */
record Http1Closer(Http1ExchangeHandler exchanges) implements Closer {

	@Override
	public void closeGracefully() {
		if (this.exchanges.exchange() == null) {
			this.exchanges.persistence.closeIdle(this.exchanges.context());
		}
	}

	@Override
	public void endStreams() {
		this.exchanges.endEndless();
		this.exchanges.tunnel.end();
	}

	@Override
	public void requestTimedOut() {
		ChannelHandlerContext ctx = this.exchanges.context();
		this.exchanges.output.readStarted();
		this.exchanges.channelRead(ctx, Refusals.undecoded(Refusals.timedOut()));
		this.exchanges.channelReadComplete(ctx);
	}

}
