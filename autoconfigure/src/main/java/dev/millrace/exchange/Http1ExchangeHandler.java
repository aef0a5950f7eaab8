package dev.millrace.exchange;

import java.util.concurrent.TimeoutException;

import dev.millrace.connection.Protocol;
import dev.millrace.connection.ServerConnection;
import dev.millrace.worker.Guard;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpVersion;
import reactor.netty.channel.ChannelOperations;

/**
 * Exchanges of an HTTP/1.1 connection, one at a time: the next head is not decoded before
 * the last answer is written and Reactor Netty is through with it. Holds back flushes
 * while a read is in progress, so that a batch of requests is answered with one write.
 */
final class Http1ExchangeHandler extends ExchangeHandler implements Runnable {

	private final RequestDecoder decoder;

	private final ResponseEncoder encoder;

	private final ResponseOutput output;

	private final Persistence persistence;

	private boolean tunnel;

	private boolean resuming;

	Http1ExchangeHandler(ServerConnection connection, ExchangeSettings settings, DecoderSettings decoding) {
		super(connection, settings);
		this.decoder = new RequestDecoder(decoding.config(), decoding.rules(), connection, this);
		this.encoder = new ResponseEncoder(this);
		this.output = new ResponseOutput(this.decoder);
		this.persistence = new Persistence(connection);
	}

	RequestDecoder decoder() {
		return this.decoder;
	}

	ResponseEncoder encoder() {
		return this.encoder;
	}

	@Override
	public void handlerAdded(ChannelHandlerContext ctx) {
		super.handlerAdded(ctx);
		connection().protocolSettled(Protocol.HTTP_1, this);
	}

	@Override
	boolean http1() {
		return true;
	}

	@Override
	long nanos() {
		return this.output.reading() ? connection().lastActivityNanos() : System.nanoTime();
	}

	@Override
	boolean whole(HttpRequest request) {
		return this.decoder.wholeMessage();
	}

	/** Whether the head of another request may be decoded. */
	boolean accepts() {
		return exchange() == null && !this.persistence.ends() && !this.resuming;
	}

	/** Keeps the peer from sending more than the decoder should hold. */
	void holdReads() {
		ChannelConfig config = context().channel().config();
		if (config.isAutoRead()) {
			config.setAutoRead(false);
		}
	}

	/** Drops what is received once the connection is being closed. */
	boolean discards(ByteBuf in) {
		return this.persistence.discards(in);
	}

	/** Refuses bytes that were not given to the parser. */
	void rejectUndecoded() {
		rejectUndecoded(new IllegalArgumentException());
	}

	private void rejectUndecoded(Exception cause) {
		this.output.readStarted();
		HttpRequest unknown = new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/bad-request");
		unknown.setDecoderResult(DecoderResult.failure(cause));
		channelRead(context(), unknown);
	}

	@Override
	public void requestTimedOut() {
		rejectUndecoded(new TimeoutException());
		channelReadComplete(context());
	}

	@Override
	void giveUp(Exchange current, Guard guard) {
		connection().closing(guard.closeReason());
		if (current.responseStarted) {
			abort();
		}
		else {
			reject(current, (guard == Guard.HANDLER) ? PreparedResponse.UNAVAILABLE : DecoderFailure.TIMEOUT);
		}
	}

	@Override
	void reject(Exchange current, PreparedResponse refusal) {
		this.persistence.end();
		ResponsePhase.respondUnfiltered(this, current, refusal);
		end(current, Outcome.ANSWERED);
	}

	@Override
	public void channelRead(ChannelHandlerContext ctx, Object msg) {
		if (this.tunnel) {
			ctx.fireChannelRead(msg);
			return;
		}
		this.output.readStarted();
		super.channelRead(ctx, msg);
	}

	@Override
	public void channelReadComplete(ChannelHandlerContext ctx) {
		this.output.readEnded(ctx);
		ctx.fireChannelReadComplete();
		rearm(ctx);
	}

	/**
	 * Arms the read that no one behind asks for: between exchanges, and while we work.
	 */
	private void rearm(ChannelHandlerContext ctx) {
		Exchange current = exchange();
		if (!this.tunnel && (current == null || !current.passed) && !ctx.channel().config().isAutoRead()) {
			read(ctx);
		}
	}

	@Override
	public void read(ChannelHandlerContext ctx) {
		if (!this.tunnel && holdsBack()) {
			holdReads();
		}
		else {
			bodyRequested();
			ctx.read();
		}
	}

	private boolean holdsBack() {
		Exchange current = exchange();
		boolean bodyWaits = current != null && !current.passed && current.body != null && !current.body.wanted()
				&& !current.body.isEmpty();
		return bodyWaits || this.decoder.holdsNextMessage();
	}

	@Override
	void readMore() {
		read(context());
	}

	@Override
	void beforeResponse(Exchange current, HttpResponse response) {
		if (response.status().code() == 101 || isConnected(current, response)) {
			enterTunnel();
			return;
		}
		this.persistence.decide(current, response);
	}

	private void enterTunnel() {
		this.tunnel = true;
		this.output.passThrough();
		connection().protocolSettled(Protocol.TUNNEL, this);
	}

	@Override
	boolean givesUpRequest() {
		return this.persistence.ends();
	}

	private static boolean isConnected(Exchange current, HttpResponse response) {
		return HttpMethod.CONNECT.equals(current.method()) && response.status().code() / 100 == 2;
	}

	@Override
	void writePrepared(Exchange current, PreparedResponse answer) {
		this.persistence.decide(current);
		boolean withBody = !HttpMethod.HEAD.equals(current.method());
		this.output.add(answer, settings().headers().lines(current.startNanos()), this.persistence.line(current),
				withBody);
		current.bytesOut = withBody ? answer.length() : 0;
		flushSoon();
	}

	@Override
	void writeRaw(Exchange current, ByteBuf bytes) {
		RawMessage message = RawMessage.of(bytes);
		this.persistence.decide(current);
		if (message.close() || !message.whole(HttpMethod.HEAD.equals(current.method()))) {
			this.persistence.end();
		}
		current.bytesOut = message.bodyLength();
		this.output.add(bytes);
		flushSoon();
	}

	@Override
	public void write(ChannelHandlerContext ctx, Object msg, ChannelPromise promise) {
		this.output.writeJoined();
		if (this.tunnel) {
			ctx.write(msg, promise);
		}
		else {
			super.write(ctx, msg, promise);
		}
	}

	@Override
	void send(Object msg) {
		this.output.writeJoined();
		context().write(msg);
	}

	@Override
	void flushSoon() {
		this.output.flush(context());
	}

	/**
	 * Reactor Netty's flushes are not held back: it must be through with a request before
	 * it gets the end of it, else it switches auto-read to and fro, at two system calls a
	 * request on epoll.
	 */
	@Override
	public void flush(ChannelHandlerContext ctx) {
		this.output.flushNow(ctx);
	}

	@Override
	boolean passedIsOver() {
		return ChannelOperations.get(context().channel()) == null;
	}

	@Override
	public void userEventTriggered(ChannelHandlerContext ctx, Object evt) throws Exception {
		Exchange current = exchange();
		if (current != null && current.passed && current.responseComplete && passedIsOver()) {
			// Reactor Netty says that it is through with a request before it really is.
			this.resuming = this.decoder.holdsNextMessage();
			endIfOver(current);
		}
		ctx.fireUserEventTriggered(evt);
	}

	@Override
	void afterExchange(Exchange ended) {
		ChannelHandlerContext ctx = context();
		if (!ctx.channel().isActive()) {
			return;
		}
		if (this.persistence.endsAfterExchange()) {
			this.output.flushNow(ctx);
			this.persistence.close(ctx, ended.requestComplete && !this.decoder.holdsBytes()
					&& !ended.request().decoderResult().isFailure());
		}
		else if (this.resuming) {
			context().executor().execute(this);
		}
		else if (!this.output.reading()) {
			resume();
		}
	}

	@Override
	public void run() {
		this.resuming = false;
		if (exchange() == null && !this.persistence.ends() && context().channel().isActive()) {
			resume();
		}
	}

	/** Goes on with what the client sent ahead, outside of a read. */
	private void resume() {
		ChannelHandlerContext ctx = context();
		try {
			this.decoder.resume();
		}
		catch (Exception ex) {
			ctx.fireExceptionCaught(ex);
		}
		if (this.output.reading()) {
			channelReadComplete(ctx);
		}
		else {
			rearm(ctx);
		}
	}

	@Override
	void drainRequest(Exchange current, int bytes) {
		if (this.persistence.drain(bytes) && current.responseComplete) {
			endAnswered(current);
		}
	}

	private void endAnswered(Exchange current) {
		end(current, current.passed ? Outcome.PASSED : Outcome.ANSWERED);
	}

	@Override
	public void close(ChannelHandlerContext ctx, ChannelPromise promise) {
		this.output.flushNow(ctx);
		Exchange current = exchange();
		if (current != null && current.responseComplete && !current.requestComplete) {
			this.persistence.end();
			endAnswered(current);
		}
		if (!this.persistence.lingers()) {
			ctx.close(promise);
		}
		else {
			ctx.channel().closeFuture().addListener((closed) -> promise.trySuccess());
		}
	}

	@Override
	void abort() {
		this.persistence.end();
		context().close();
	}

	@Override
	public void closeGracefully() {
		if (exchange() == null) {
			this.persistence.end();
			ChannelHandlerContext ctx = context();
			this.output.flushNow(ctx);
			ctx.close();
		}
	}

	@Override
	public void handlerRemoved(ChannelHandlerContext ctx) {
		this.output.release();
		super.handlerRemoved(ctx);
	}

}
