package dev.millrace.exchange.http2;

import dev.millrace.connection.ServerConnection;
import dev.millrace.exchange.Answer;
import dev.millrace.exchange.Exchange;
import dev.millrace.exchange.ExchangeHandler;
import dev.millrace.exchange.ExchangeSettings;
import dev.millrace.exchange.Outcome;
import dev.millrace.exchange.PreparedResponse;
import dev.millrace.exchange.foreign.HandlerLayout;
import dev.millrace.exchange.message.FullAnswers;
import dev.millrace.exchange.message.NettyMessages;
import dev.millrace.exchange.syntax.HeadRules;
import dev.millrace.exchange.syntax.HttpRule;
import dev.millrace.worker.CloseReason;
import dev.millrace.worker.Guard;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import org.jspecify.annotations.Nullable;

/**
 * The one exchange of an HTTP/2 stream.
 */
final class Http2ExchangeHandler extends ExchangeHandler implements HandlerLayout {

	private final Http2FrameHandler frames;

	private final Http2StreamBacklog backlog;

	private final Http2HeadCheck head;

	/**
	 * The answer was ended here, or another one took its place: what the application
	 * still writes is dropped.
	 */
	private boolean over;

	Http2ExchangeHandler(ServerConnection connection, ExchangeSettings settings, Http2FrameHandler frames, int streamId,
			Http2HeadCheck head) {
		super(connection, settings, frames.addresses());
		this.frames = frames;
		this.head = head;
		this.backlog = new Http2StreamBacklog(this, frames, streamId);
	}

	@Override
	protected boolean http1() {
		return false;
	}

	@Override
	public void channelRead(ChannelHandlerContext ctx, Object msg) {
		if (this.head.tooLarge() && msg instanceof HttpRequest request) {
			request.setDecoderResult(DecoderResult.failure(new TooLongHttpHeaderException()));
		}
		super.channelRead(ctx, msg);
	}

	@Override
	protected @Nullable HttpRule broken(HttpRequest request) {
		return HeadRules.checkStream(request);
	}

	@Override
	protected long nanos() {
		return System.nanoTime();
	}

	@Override
	protected boolean whole(HttpRequest request) {
		return request instanceof FullHttpRequest;
	}

	@Override
	protected HandlerLayout layout() {
		return this;
	}

	@Override
	public boolean allowsAnswers() {
		return !this.frames.leavesHotRoutes(context().pipeline());
	}

	@Override
	protected boolean givesUpRequest() {
		return true;
	}

	@Override
	protected void send(Object msg) {
		written(context().write(msg));
	}

	@Override
	protected void written(ChannelFuture future) {
		this.backlog.written(future);
	}

	@Override
	protected void lastAnswer() {
		this.over = true;
	}

	@Override
	public void write(ChannelHandlerContext ctx, Object msg, ChannelPromise promise) {
		if (this.over) {
			// Netty would join it with the end of the stream, while that waits for a
			// flush.
			NettyMessages.drop(msg, promise);
			return;
		}
		super.write(ctx, msg, promise.unvoid());
	}

	@Override
	protected void beforeResponse(Exchange current, HttpResponse response) {
		// Framing is that of the stream.
		if (response().beginsEndless(response)) {
			this.frames.endlessBegins(this);
		}
	}

	@Override
	protected long writePrepared(Exchange current, PreparedResponse answer) {
		return writeFull(current, answer.toFull());
	}

	@Override
	protected long writeFull(Exchange current, Answer.Full answer) {
		boolean head = HttpMethod.HEAD.equals(current.method());
		HttpHeaders headers = answer.headers();
		settings().headers().addTo(headers, nanos());
		FullAnswers.announce(headers, head ? headers.get(HttpHeaderNames.CONTENT_LENGTH) : null, answer.status(), head,
				answer.body().readableBytes());
		FullHttpResponse message = FullAnswers.message(HttpVersion.HTTP_1_1,
				HttpResponseStatus.valueOf(answer.status()), headers, answer.body(), head);
		int length = message.content().readableBytes();
		send(message);
		flushSoon();
		return length;
	}

	@Override
	protected void flushSoon() {
		flush(context());
	}

	@Override
	public void flush(ChannelHandlerContext ctx) {
		this.backlog.flushes();
		ctx.flush();
	}

	@Override
	protected void giveUp(Exchange current, Guard guard) {
		ChannelHandlerContext ctx = context();
		end(current, Outcome.FAILED);
		ctx.writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.CANCEL));
	}

	/** Ends a stream whose client does not read; its exchange may be over already. */
	void cut() {
		Exchange current = exchange();
		if (current != null) {
			end(current, Outcome.ABORTED);
		}
		context().writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.CANCEL));
	}

	@Override
	public void channelInactive(ChannelHandlerContext ctx) throws Exception {
		this.backlog.ended();
		super.channelInactive(ctx);
	}

	@Override
	public void handlerRemoved(ChannelHandlerContext ctx) {
		this.backlog.ended();
		super.handlerRemoved(ctx);
	}

	@Override
	public void read(ChannelHandlerContext ctx) {
		bodyRequested();
		ctx.read();
	}

	@Override
	protected void abort() {
		context().close();
	}

	@Override
	protected void abort(Throwable cause) {
		Http2Error error = (cause instanceof Http2Exception malformed) ? malformed.error() : Http2Error.PROTOCOL_ERROR;
		context().writeAndFlush(new DefaultHttp2ResetFrame(error));
	}

	@Override
	protected void readMore() {
		context().read();
	}

	@Override
	protected boolean passedIsOver() {
		return true;
	}

	@Override
	protected void reject(Exchange current, PreparedResponse refusal) {
		refuse(current, refusal);
	}

	@Override
	protected void drainRequest(Exchange current, int bytes) {
		// The stream was reset after its early answer.
	}

	@Override
	protected void afterExchange(Exchange ended) {
		this.over |= response().isReplaced();
		this.frames.ended(this);
		ChannelHandlerContext ctx = context();
		ChannelFuture last = this.backlog.lastWrite();
		if (!request().isComplete() && response().isComplete() && last != null && ctx.channel().isActive()) {
			// Not before: it would overtake what waits for the window of the client.
			last.addListener((written) -> {
				if (written.isSuccess() && ctx.channel().isActive()) {
					ctx.writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.NO_ERROR));
				}
			});
		}
		ServerConnection connection = connection();
		// A server that drains gives the client time to hear of it.
		if (connection.lastExchange(0) && connection.activeExchanges() == 0 && !connection.draining()) {
			connection.closeGracefully(CloseReason.SERVER);
		}
	}

}
