package dev.millrace.exchange.http1;

import dev.millrace.exchange.Exchange;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SingleThreadEventLoop;
import org.jspecify.annotations.Nullable;

/**
 * Decides when the channel of an HTTP/1.1 connection reads.
 * <ul>
 * <li>Between exchanges it reads on by itself (auto-read), so that the channel need not
 * be asked for a read after each exchange.</li>
 * <li>While a request is answered here, or the rest of a request is read that was
 * answered early, each read is armed here: no handler behind asks for it.</li>
 * <li>While a request is with Reactor Netty, Reactor Netty reads.</li>
 * <li>While bytes of the next request, or a body that is not asked for, wait in the
 * decoder, nothing is read: the peer would fill memory.</li>
 * </ul>
 * When an exchange is over it goes on with the bytes that wait. Auto-read alone cannot be
 * relied on, because Reactor Netty switches it too. Confined to the event loop.
 */
final class Http1Reads implements Runnable {

	private final Http1ExchangeHandler exchanges;

	private final Http1RequestDecoder decoder;

	private final Http1Output output;

	private boolean resuming;

	private boolean switchedOff;

	private boolean passThrough;

	Http1Reads(Http1ExchangeHandler exchanges, Http1RequestDecoder decoder, Http1Output output) {
		this.exchanges = exchanges;
		this.decoder = decoder;
		this.output = output;
	}

	/** Whether the next request waits for a task of its own. */
	boolean resuming() {
		return this.resuming;
	}

	/** Arms and holds back no read after this: another handler reads the connection. */
	void passThrough() {
		this.passThrough = true;
		this.exchanges.passes();
		if (this.switchedOff) {
			this.exchanges.context().channel().config().setAutoRead(true);
		}
	}

	/** Stops reading, so that the client cannot fill the decoder's memory. */
	void hold() {
		ChannelConfig config = this.exchanges.context().channel().config();
		if (config.isAutoRead()) {
			this.switchedOff = true;
			config.setAutoRead(false);
		}
	}

	void read(ChannelHandlerContext ctx) {
		if (!this.passThrough && holdsBack()) {
			hold();
		}
		else {
			this.exchanges.bodyRequested();
			ctx.read();
		}
	}

	private boolean holdsBack() {
		boolean bodyWaits = this.exchanges.exchange() != null && this.exchanges.request().holdsBody();
		return bodyWaits || this.decoder.holdsNextMessage();
	}

	/**
	 * Asks for the read that no handler behind asks for: while Millrace answers, and
	 * between exchanges. Between exchanges auto-read is switched on, so that this is
	 * needed once.
	 */
	void rearm(ChannelHandlerContext ctx) {
		Exchange current = this.exchanges.exchange();
		ChannelConfig config = ctx.channel().config();
		if (this.passThrough || !isOurs(current) || config.isAutoRead()) {
			return;
		}
		if (current == null && !this.decoder.holdsNextMessage()) {
			config.setAutoRead(true);
		}
		else {
			read(ctx);
		}
	}

	/**
	 * Whether Millrace must ask for reads: Reactor Netty does so for a request that it
	 * was given, until it has answered.
	 */
	private boolean isOurs(@Nullable Exchange current) {
		return current == null || !current.passed() || isAnsweredEarly();
	}

	/** Whether the answer is complete while the client is still sending the request. */
	private boolean isAnsweredEarly() {
		return this.exchanges.response().isComplete() && !this.exchanges.request().isComplete();
	}

	/**
	 * Goes on reading where the application has answered before it has read the whole
	 * request.
	 */
	void written(ChannelHandlerContext ctx, @Nullable Exchange current) {
		if (current != null && isAnsweredEarly()) {
			rearm(ctx);
		}
	}

	/**
	 * Decodes the next request in a task of its own, because the caller is not finished.
	 */
	void resumeLater() {
		if (!this.decoder.holdsBytes()) {
			rearm(this.exchanges.context());
		}
		else if (!this.resuming && !this.passThrough) {
			this.resuming = true;
			executeLater();
		}
	}

	/**
	 * Runs this on the event loop, outside of the call in progress. Where a handler sees
	 * the requests, that is not done by the executor: agents wrap its tasks so that they
	 * run in the context of the request that was current when they were handed over, and
	 * the next request would begin as a part of the last one. The same goes for a request
	 * that came with the end of the last one. What runs after the iteration of the event
	 * loop is not wrapped.
	 */
	private void executeLater() {
		ChannelHandlerContext ctx = this.exchanges.context();
		if (ctx.executor() instanceof SingleThreadEventLoop loop && this.exchanges.layout().codecWasSeen()) {
			loop.executeAfterEventLoopIteration(this);
		}
		else {
			ctx.executor().execute(this);
		}
	}

	@Override
	public void run() {
		this.resuming = false;
		if (this.exchanges.exchange() == null && this.exchanges.context().channel().isActive()) {
			resume();
		}
	}

	/** Decodes bytes that the client sent ahead, outside of a read. */
	void resume() {
		ChannelHandlerContext ctx = this.exchanges.context();
		try {
			this.decoder.resume();
		}
		catch (Exception ex) {
			ctx.fireExceptionCaught(ex);
		}
		if (this.output.reading()) {
			this.exchanges.channelReadComplete(ctx);
		}
		else {
			rearm(ctx);
		}
	}

}
