package dev.millrace.exchange.http1;

import dev.millrace.connection.ServerConnection;
import dev.millrace.connection.direct.DirectWire;
import dev.millrace.exchange.Exchange;
import dev.millrace.exchange.ExchangeHandler;
import dev.millrace.exchange.ExchangeSettings;
import dev.millrace.exchange.Outcome;
import dev.millrace.exchange.PassedAddresses;
import dev.millrace.exchange.PreparedResponse;
import dev.millrace.exchange.foreign.ForeignHandlers;
import dev.millrace.exchange.message.NettyMessages;
import dev.millrace.exchange.syntax.ByteLaneRequest;
import dev.millrace.exchange.syntax.HeadRules;
import dev.millrace.exchange.syntax.HttpRule;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import org.jspecify.annotations.Nullable;
import reactor.netty.channel.ChannelOperations;

/**
 * Exchanges of an HTTP/1.1 connection, one at a time: the next head is not decoded before
 * the last answer is written and Reactor Netty is through with it. Holds back flushes
 * while a read is in progress, so that a batch of requests is answered with one write.
 */
final class Http1ExchangeHandler extends ExchangeHandler {

	private final Http1RequestDecoder decoder;

	final Http1ResponseEncoder encoder;

	final Http1Output output;

	final Http1KeepAlive persistence;

	final Http1Reads reads;

	private final Http1IdleTimeouts idle;

	private final Http1Layout layout;

	final Http1Handover handover;

	final Http1ByteLane byteLane;

	final Http1Tunnel tunnel;

	/**
	 * Whether Reactor Netty's event for the end of a request is being handled: its
	 * operations still stand in the channel, so the next request starts in a task of its
	 * own.
	 */
	private boolean leaving;

	final Http1HalfClose halfClose;

	Http1ExchangeHandler(ServerConnection connection, ExchangeSettings settings, Http1DecoderSettings decoding,
			ForeignHandlers foreign, @Nullable DirectWire wire) {
		super(connection, settings, new PassedAddresses());
		this.decoder = new Http1RequestDecoder(decoding, connection, this);
		this.encoder = new Http1ResponseEncoder(this);
		this.tunnel = new Http1Tunnel(this);
		this.output = new Http1Output(wire);
		this.persistence = new Http1KeepAlive(connection, request(), this.output, this.decoder::holdsBytes);
		this.reads = new Http1Reads(this, this.decoder, this.output);
		this.halfClose = new Http1HalfClose(this);
		this.idle = new Http1IdleTimeouts(decoding.idleTimeout());
		this.layout = new Http1Layout(connection, foreign, wire);
		this.handover = new Http1Handover(this, this.layout);
		this.byteLane = new Http1ByteLane(this, decoding.plain());
	}

	Http1RequestDecoder decoder() {
		return this.decoder;
	}

	@Override
	protected void carryOver(Exchange begun, HttpRequest head) {
		if (head instanceof ByteLaneRequest) {
			this.byteLane.carryOver(begun);
		}
	}

	@Override
	protected byte @Nullable [] headBytes() {
		return this.decoder.headBytes();
	}

	@Override
	protected boolean mentionsProxies(HttpRequest request) {
		return (request instanceof ByteLaneRequest plain) ? plain.forwarded() : this.decoder.scan().forwarded();
	}

	@Override
	protected boolean http1() {
		return true;
	}

	@Override
	protected long nanos() {
		return this.output.reading() ? connection().lastActivityNanos() : System.nanoTime();
	}

	@Override
	protected boolean whole(HttpRequest request) {
		return layout().codecWasSeen() ? NettyMessages.isWhole(request) : this.decoder.wholeMessage();
	}

	/** Whether the next head may be decoded: none is worked on, answers are read. */
	boolean accepts() {
		return exchange() == null && !this.persistence.ends() && !this.reads.resuming() && !this.handover.pending()
				&& context().channel().isWritable();
	}

	@Override
	protected @Nullable HttpRule broken(HttpRequest request) {
		return (request instanceof ByteLaneRequest) ? null : HeadRules.check(request, this.decoder.scan());
	}

	@Override
	protected void lastAnswer() {
		this.persistence.end();
	}

	@Override
	protected void reject(Exchange current, PreparedResponse refusal) {
		lastAnswer();
		refuse(current, refusal);
		end(current, Outcome.ANSWERED);
	}

	@Override
	public void channelRead(ChannelHandlerContext ctx, Object msg) {
		if (this.tunnel.isOpen() || !NettyMessages.isHttp(msg)) {
			ctx.fireChannelRead(msg);
			return;
		}
		FullHttpRequest aggregated = this.handover.arrived(msg);
		super.channelRead(ctx, (aggregated != null) ? NettyMessages.head(aggregated) : msg);
		if (aggregated != null) {
			super.channelRead(ctx, NettyMessages.end(aggregated));
		}
	}

	@Override
	public void channelReadComplete(ChannelHandlerContext ctx) {
		this.output.readEnded(ctx);
		passReadComplete(ctx);
		this.reads.rearm(ctx);
		this.idle.readEnded(ctx, exchange());
	}

	@Override
	public void read(ChannelHandlerContext ctx) {
		this.reads.read(ctx);
	}

	@Override
	protected void readMore() {
		read(context());
	}

	@Override
	protected void beforeResponse(Exchange current, HttpResponse response) {
		int status = response.status().code();
		if (status != 101 && !(status / 100 == 2 && HttpMethod.CONNECT.equals(current.method()))) {
			this.persistence.decide(current, response);
			this.halfClose.answerBegins(current, response().beginsEndless(response));
			return;
		}
		this.halfClose.answerBegins(current, true);
		this.tunnel.open();
		tunnelOpened();
	}

	/** What is received and sent after this is no HTTP, and passes as it is. */
	void tunnelOpened() {
		this.output.passThrough();
		this.reads.passThrough();
		connection().tunnelOpened();
	}

	@Override
	protected Http1Layout layout() {
		return this.layout;
	}

	@Override
	protected boolean givesUpRequest() {
		return this.persistence.ends();
	}

	@Override
	protected long writePrepared(Exchange current, PreparedResponse answer) {
		this.persistence.decide(current);
		boolean withBody = !HttpMethod.HEAD.equals(current.method());
		byte[] lines = answer.missing(settings().headers().lines(nanos()));
		this.output.add(answer, lines, this.persistence.line(current), withBody);
		flushSoon();
		return withBody ? answer.length() : 0;
	}

	@Override
	protected long writeRaw(Exchange current, ByteBuf bytes) {
		Http1RawAnswer answer = new Http1RawAnswer(current, bytes);
		this.persistence.decide(current, answer);
		this.output.add(answer.with(settings().headers().lines(nanos())));
		flushSoon();
		return answer.bodyLength();
	}

	@Override
	public void write(ChannelHandlerContext ctx, Object msg, ChannelPromise promise) {
		this.output.writeJoined();
		if (this.tunnel.isOpen()) {
			ctx.write(msg, promise);
		}
		else if (exchange() == null && this.persistence.ends()) {
			NettyMessages.drop(msg, promise);
		}
		else {
			super.write(ctx, msg, promise);
			this.reads.written(ctx, exchange());
		}
	}

	@Override
	protected void send(Object msg) {
		this.output.write(context(), msg);
	}

	@Override
	protected void written(ChannelFuture future) {
		this.output.written(future);
	}

	@Override
	protected void answerWritten() {
		this.output.answerWritten();
	}

	@Override
	protected void flushSoon() {
		this.output.flush(context());
	}

	@Override
	public void flush(ChannelHandlerContext ctx) {
		// Held back, Reactor Netty would switch auto-read: two epoll_ctl a request.
		this.output.flushNow(ctx);
	}

	@Override
	protected boolean passedIsOver() {
		return ChannelOperations.get(context().channel()) == null;
	}

	@Override
	public void userEventTriggered(ChannelHandlerContext ctx, Object evt) throws Exception {
		Exchange current = exchange();
		if (current != null && current.passed() && response().isComplete() && passedIsOver()) {
			this.leaving = true;
			endIfOver(current);
			this.leaving = false;
		}
		ctx.fireUserEventTriggered(evt);
	}

	@Override
	protected void afterExchange(Exchange ended) {
		ChannelHandlerContext ctx = context();
		layout().exchangeEnded(ended.passed());
		if (!ctx.channel().isActive()) {
			return;
		}
		this.halfClose.proceed();
		this.idle.exchangeEnded(ctx);
		if (this.persistence.endsAfterExchange(this.decoder.failed())) {
			this.persistence.close(ctx, ended, this.decoder.pipelined());
		}
		else if (this.leaving || layout().codecWasSeen()) {
			this.reads.resumeLater();
		}
		else if (!this.output.reading()) {
			this.reads.resume();
		}
	}

	@Override
	public void channelWritabilityChanged(ChannelHandlerContext ctx) {
		super.channelWritabilityChanged(ctx);
		if (exchange() == null && ctx.channel().isWritable()) {
			this.reads.resumeLater();
			this.halfClose.proceed();
		}
	}

	@Override
	protected void drainRequest(Exchange current, int bytes) {
		if (this.persistence.drain(bytes) && response().isComplete()) {
			endAnswered(current);
		}
	}

	@Override
	public void close(ChannelHandlerContext ctx, ChannelPromise promise) {
		Exchange current = exchange();
		if (current != null && response().isComplete() && (!request().isComplete() || this.persistence.ends())) {
			this.persistence.end();
			endAnswered(current);
		}
		this.persistence.close(ctx, promise);
	}

	@Override
	protected void abort() {
		this.persistence.abort(context());
	}

	@Override
	public void handlerRemoved(ChannelHandlerContext ctx) {
		this.halfClose.stop();
		this.output.release();
		this.decoder.release();
		super.handlerRemoved(ctx);
	}

}
