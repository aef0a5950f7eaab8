package dev.millrace.exchange;

import dev.millrace.connection.Protocol;
import dev.millrace.connection.ServerConnection;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import reactor.netty.channel.ChannelOperations;

/**
 * Exchanges of an HTTP/1.1 connection, one at a time: the next head is not decoded before
 * the last answer is written and Reactor Netty is through with it. Holds back flushes
 * while a read is in progress, so that a batch of requests is answered with one write.
 */
final class Http1ExchangeHandler extends ExchangeHandler implements Runnable {

	private static final int FLUSH_AFTER = 256;

	private static final int DRAIN_LIMIT = 64 * 1024;

	private final RequestDecoder decoder;

	private final ResponseEncoder encoder;

	private final ResponseBatch batch = new ResponseBatch();

	private final LingeringClose lingering = new LingeringClose();

	private boolean reading;

	private int heldFlushes;

	private boolean closeAfter;

	private boolean tunnel;

	private boolean resuming;

	private int drained;

	Http1ExchangeHandler(ServerConnection connection, ExchangeSettings settings, DecoderSettings decoding) {
		super(connection, settings);
		this.decoder = new RequestDecoder(decoding.config(), decoding.rules(), connection, this);
		this.encoder = new ResponseEncoder(this);
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
		return this.reading ? connection().lastActivityNanos() : System.nanoTime();
	}

	@Override
	boolean whole(HttpRequest request) {
		return this.decoder.wholeMessage();
	}

	/** Whether the head of another request may be decoded. */
	boolean accepts() {
		return exchange() == null && !this.closeAfter && !this.resuming;
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
		return this.closeAfter && this.lingering.discard(in);
	}

	/** Refuses bytes that were not given to the parser. */
	void rejectUndecoded() {
		this.reading = true;
		HttpRequest unknown = new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/bad-request");
		unknown.setDecoderResult(DecoderResult.failure(new IllegalArgumentException()));
		channelRead(context(), unknown);
	}

	@Override
	void reject(Exchange current, PreparedResponse refusal) {
		this.closeAfter = true;
		ResponsePhase.respondUnfiltered(this, current, refusal);
		end(current, Outcome.ANSWERED);
	}

	@Override
	public void channelRead(ChannelHandlerContext ctx, Object msg) {
		if (this.tunnel) {
			ctx.fireChannelRead(msg);
			return;
		}
		this.reading = true;
		super.channelRead(ctx, msg);
	}

	@Override
	public void channelReadComplete(ChannelHandlerContext ctx) {
		this.reading = false;
		releaseFlushes(ctx);
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
		if (!current.requestComplete && expectsContinue(current) || connection().lastExchange()
				|| !HttpUtil.isKeepAlive(current.request())) {
			this.closeAfter = true;
		}
		if (this.closeAfter) {
			response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
		}
		else if (!current.passed && current.version().equals(HttpVersion.HTTP_1_0)) {
			response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.KEEP_ALIVE);
		}
		if (!HttpUtil.isKeepAlive(response)) {
			this.closeAfter = true;
		}
	}

	private void enterTunnel() {
		this.tunnel = true;
		this.reading = false;
		connection().protocolSettled(Protocol.TUNNEL, () -> context().channel().close());
	}

	@Override
	boolean givesUpRequest() {
		return this.closeAfter;
	}

	private static boolean isConnected(Exchange current, HttpResponse response) {
		return HttpMethod.CONNECT.equals(current.method()) && response.status().code() / 100 == 2;
	}

	private static boolean expectsContinue(Exchange current) {
		return HttpUtil.is100ContinueExpected(current.request());
	}

	@Override
	void writePrepared(Exchange current, PreparedResponse answer) {
		boolean keepAlive = !this.closeAfter && HttpUtil.isKeepAlive(current.request()) && !connection().lastExchange()
				&& (current.requestComplete || !expectsContinue(current));
		this.closeAfter = !keepAlive;
		boolean withBody = !HttpMethod.HEAD.equals(current.method());
		this.batch.add(this.decoder, answer, settings().headers().lines(current.startNanos()),
				keepAlive
						? (current.version() == HttpVersion.HTTP_1_0 ? ResponseBatch.KEEP_ALIVE : ResponseBatch.NOTHING)
						: ResponseBatch.CLOSE,
				withBody);
		current.bytesOut = withBody ? answer.length() : 0;
		flushSoon();
	}

	@Override
	void writeRaw(Exchange current, ByteBuf bytes) {
		RawMessage message = RawMessage.of(bytes);
		if (message.close() || !message.whole(HttpMethod.HEAD.equals(current.method()))
				|| !HttpUtil.isKeepAlive(current.request()) || connection().lastExchange()) {
			this.closeAfter = true;
		}
		current.bytesOut = message.bodyLength();
		this.batch.flush(this.decoder);
		this.decoder.context().write(bytes);
		flushSoon();
	}

	@Override
	public void write(ChannelHandlerContext ctx, Object msg, ChannelPromise promise) {
		this.batch.flush(this.decoder);
		if (this.tunnel) {
			ctx.write(msg, promise);
		}
		else {
			super.write(ctx, msg, promise);
		}
	}

	@Override
	void send(Object msg) {
		this.batch.flush(this.decoder);
		context().write(msg);
	}

	@Override
	void flushSoon() {
		flush(context());
	}

	@Override
	public void flush(ChannelHandlerContext ctx) {
		if (this.reading && ++this.heldFlushes < FLUSH_AFTER && ctx.channel().isWritable()) {
			return;
		}
		this.heldFlushes = 1;
		releaseFlushes(ctx);
	}

	private void releaseFlushes(ChannelHandlerContext ctx) {
		if (this.heldFlushes > 0) {
			this.heldFlushes = 0;
			this.batch.flush(this.decoder);
			ctx.flush();
		}
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
		this.drained = 0;
		if (!context().channel().isActive()) {
			return;
		}
		if (this.closeAfter) {
			finish(ended);
		}
		else if (connection().lastExchange()) {
			this.closeAfter = true;
			finish(ended);
		}
		else if (this.resuming) {
			context().executor().execute(this);
		}
		else if (!this.reading) {
			resume();
		}
	}

	@Override
	public void run() {
		this.resuming = false;
		if (exchange() == null && !this.closeAfter && context().channel().isActive()) {
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
		if (this.reading) {
			channelReadComplete(ctx);
		}
		else {
			rearm(ctx);
		}
	}

	@Override
	void drainRequest(Exchange current, int bytes) {
		this.drained += bytes;
		if (this.drained > DRAIN_LIMIT && !this.closeAfter) {
			this.closeAfter = true;
			if (current.responseComplete) {
				end(current, current.passed ? Outcome.PASSED : Outcome.ANSWERED);
			}
		}
	}

	private void finish(Exchange ended) {
		ChannelHandlerContext ctx = context();
		this.heldFlushes = 1;
		releaseFlushes(ctx);
		if (ended.requestComplete && !this.decoder.holdsBytes() && !ended.request().decoderResult().isFailure()) {
			ctx.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
		}
		else {
			this.lingering.start(ctx);
		}
	}

	@Override
	public void close(ChannelHandlerContext ctx, ChannelPromise promise) {
		this.heldFlushes = 1;
		releaseFlushes(ctx);
		Exchange current = exchange();
		if (current != null && current.responseComplete && !current.requestComplete) {
			this.closeAfter = true;
			end(current, current.passed ? Outcome.PASSED : Outcome.ANSWERED);
		}
		if (!this.lingering.started()) {
			ctx.close(promise);
		}
		else {
			ctx.channel().closeFuture().addListener((closed) -> promise.trySuccess());
		}
	}

	@Override
	void abort() {
		this.closeAfter = true;
		context().close();
	}

	@Override
	public void closeGracefully() {
		if (exchange() == null) {
			this.closeAfter = true;
			ChannelHandlerContext ctx = context();
			this.heldFlushes = 1;
			releaseFlushes(ctx);
			ctx.close();
		}
	}

	@Override
	public void handlerRemoved(ChannelHandlerContext ctx) {
		this.batch.release();
		super.handlerRemoved(ctx);
	}

}
