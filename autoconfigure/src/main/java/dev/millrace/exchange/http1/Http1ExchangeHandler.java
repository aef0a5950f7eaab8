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
 * Carries the exchanges of an HTTP/1.1 connection, one at a time, through filters, hot
 * routes and Reactor Netty. The next head is not decoded before the last answer is
 * written and Reactor Netty has finished with it. Holds back its own flushes while a read
 * is in progress, so that a batch of requests is answered with one write. Confined to the
 * event loop.
 * <p>
 * Stands right before Reactor Netty's traffic handler: <pre>
 * millrace.connection              ConnectionHandler
 * millrace.encoder                 Http1ResponseEncoder
 * reactor.left.httpCodec           Http1RequestDecoder
 * millrace.exchange                this
 * reactor.left.httpTrafficHandler  HttpTrafficHandler
 * </pre>
 */
final class Http1ExchangeHandler extends ExchangeHandler {

	/*
	 * Implementation note.
	 *
	 * Idea: one exchange at a time. The decoder does not begin a head before accepts() is
	 * true, so at most one request of a connection exists as objects, whatever the client
	 * sends ahead. Answers cannot change their order, and the queues of Netty's codec
	 * (whose length is limited since Netty 4.2.18) and of Reactor Netty (which stops
	 * reading at a limit of its own) are never filled.
	 *
	 * The state is split among the parts that this handler holds, each of which alone
	 * changes its own: Http1RequestDecoder knows where messages begin, Http1Reads when
	 * the channel reads, Http1Output which answers are joined and which flush is held
	 * back, Http1KeepAlive whether the answer is the last and how the connection ends,
	 * Http1HalfClose what becomes of a client that has ended its input, Http1Layout which
	 * handlers of others stand in between, Http1Handover which requests and answers are
	 * with them, Http1Tunnel when HTTP ends.
	 *
	 * An exchange that Reactor Netty was given is over when three things have happened:
	 * the last piece of the response was written, the end of the request was received or
	 * given up, and Reactor Netty has removed its operations from the channel
	 * (ChannelOperations.get(channel) is null). The last of them becomes true when the
	 * promise of the last write completes, which is why a write alone does not end an
	 * exchange.
	 *
	 * Reactor Netty fires its event for that from the head of the pipeline and does more
	 * work behind it. The next request must not begin inside that call; "leaving" is set
	 * while the event is handled, and the next request begins in a task of its own.
	 *
	 * Invariants: the decoder begins no message while exchange() is not null; joined
	 * answers are written before any object is (writeJoined is the first step of write);
	 * after persistence.ends() nothing that the application writes reaches the client,
	 * unless it belongs to the exchange in progress.
	 *
	 * Tried: holding back the flushes of Reactor Netty until the end of a read, as is
	 * done with our own answers. Reactor Netty then finds the response unwritten,
	 * switches reading off and later on again, which costs two calls of epoll_ctl per
	 * request. So flush(ctx) passes on what comes from behind, and only flushSoon() waits
	 * for the end of the read.
	 *
	 * Sources: RFC 9112 sections 9.3 (persistence) and 9.6 (close); HttpServerOperations
	 * and HttpTrafficHandler of Reactor Netty 1.3.
	 */

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

	/**
	 * Whether the next head may be decoded: no exchange is in progress, and the client
	 * takes answers.
	 */
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

	/**
	 * Lets bytes pass as they are: what is received and sent after this is no HTTP.
	 */
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
		// Not held back until the end of the read: Reactor Netty would find its response
		// unwritten and switch auto-read off and on again, two epoll_ctl a request.
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
