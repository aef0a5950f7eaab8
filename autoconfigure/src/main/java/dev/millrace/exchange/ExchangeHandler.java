package dev.millrace.exchange;

import dev.millrace.connection.Closer;
import dev.millrace.connection.ServerConnection;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one place that every request and every response passes, right before Reactor
 * Netty's traffic handler: one per connection on HTTP/1.1, one per stream on HTTP/2. It
 * takes each {@link Exchange} through the filters, and either lets it pass to Reactor
 * Netty or answers it here. What differs between protocols is in the subclasses.
 */
public abstract class ExchangeHandler extends ChannelDuplexHandler implements Closer {

	/** Name of this handler in the pipeline. */
	public static final String NAME = "millrace.exchange";

	private static final Logger logger = LoggerFactory.getLogger(ExchangeHandler.class);

	private final ServerConnection connection;

	private final ExchangeSettings settings;

	private @Nullable ChannelHandlerContext context;

	private @Nullable Exchange exchange;

	ExchangeHandler(ServerConnection connection, ExchangeSettings settings) {
		this.connection = connection;
		this.settings = settings;
	}

	final ServerConnection connection() {
		return this.connection;
	}

	final ExchangeSettings settings() {
		return this.settings;
	}

	final ChannelHandlerContext context() {
		if (this.context == null) {
			throw new IllegalStateException("not in a pipeline");
		}
		return this.context;
	}

	/** The exchange in progress, {@code null} between exchanges. */
	final @Nullable Exchange exchange() {
		return this.exchange;
	}

	/** Whether the message came as HTTP/1.x. */
	abstract boolean http1();

	/** Whether nothing of a request is to come after its head. */
	abstract boolean whole(HttpRequest request);

	/** Whether the rest of a request is not waited for once its answer is complete. */
	abstract boolean givesUpRequest();

	/** The time, read anew only where that of the last read is too old. */
	abstract long nanos();

	/** Writes an HTTP object, after all that was written before. */
	abstract void send(Object msg);

	/** The head of an answer is about to go out: the last time to change its framing. */
	abstract void beforeResponse(Exchange current, HttpResponse response);

	/** Sends a prepared answer in its encoded form. */
	abstract void writePrepared(Exchange current, PreparedResponse answer);

	/** Sends the bytes of a whole response. */
	abstract void writeRaw(Exchange current, ByteBuf bytes);

	/** Sends what was written, at the latest when the read in progress is over. */
	abstract void flushSoon();

	/** Ends the connection, or the stream, without an answer. */
	abstract void abort();

	/** Reads on: the request, the next request, or the news that the client left. */
	abstract void readMore();

	/** Whether what was passed on is over for Reactor Netty too. */
	abstract boolean passedIsOver();

	/** An exchange has ended. */
	abstract void afterExchange(Exchange ended);

	/** An answer was given while the client is still sending the request. */
	abstract void drainRequest(Exchange current, int bytes);

	@Override
	public void handlerAdded(ChannelHandlerContext ctx) {
		this.context = ctx;
	}

	@Override
	public void channelRead(ChannelHandlerContext ctx, Object msg) {
		if (Messages.isRequest(msg)) {
			begin((HttpRequest) msg);
		}
		else if (!Messages.isContent(msg)) {
			ctx.fireChannelRead(msg);
		}
		else if (this.exchange != null) {
			RequestBody.received(this, this.exchange, ctx, (HttpContent) msg);
		}
		else {
			ReferenceCountUtil.release(msg);
		}
	}

	private void begin(HttpRequest request) {
		Exchange begun = new Exchange(this, this.connection, request, this.connection.lastActivityNanos());
		this.exchange = begun;
		this.connection.exchangeStarted();
		begun.requestComplete = whole(request);
		if (request.decoderResult().isFailure()) {
			reject(begun, DecoderFailure.answer(request.decoderResult().cause()));
			return;
		}
		PreparedResponse refusal = this.settings.rules().check(request, http1());
		if (refusal != null) {
			reject(begun, refusal);
			return;
		}
		this.settings.router().route(begun);
		RequestPhase.ask(this, begun);
	}

	/** Answers a message after which the connection cannot be trusted. */
	abstract void reject(Exchange current, PreparedResponse refusal);

	final void resumed(Exchange current, Suspension by, Verdict verdict) {
		if (!context().executor().inEventLoop()) {
			context().executor().execute(() -> resumed(current, by, verdict));
		}
		else if (current.ended || current != this.exchange) {
			Answers.release(verdict);
		}
		else if (current.suspension != by) {
			by.early = verdict;
		}
		else {
			current.suspension = null;
			RequestPhase.apply(this, current, verdict);
		}
	}

	final void failed(Exchange current, Suspension by, Throwable error) {
		if (!context().executor().inEventLoop()) {
			context().executor().execute(() -> failed(current, by, error));
		}
		else if (!current.ended) {
			resumed(current, by, failed(current, error));
		}
	}

	final Answer failed(Exchange current, Throwable error) {
		logger.error("{} {} failed{}", current.method(), LogText.printable(current.path()),
				(current.route() != null) ? " in route " + current.route() : "", error);
		current.set(Exchange.ERROR, error);
		this.connection.worker().exchangeFailed();
		return this.settings.errors().handle(current, error);
	}

	final void responseEnded(Exchange current) {
		current.responseComplete = true;
		endIfOver(current);
	}

	@Override
	public void write(ChannelHandlerContext ctx, Object msg, ChannelPromise promise) {
		Exchange current = this.exchange;
		if (current == null || !current.passed || current.responseComplete || Messages.isInterim(msg)) {
			ctx.write(msg, promise);
		}
		else {
			ResponsePhase.write(this, current, ctx, msg, promise);
		}
	}

	final void endIfOver(Exchange current) {
		if (current.responseComplete && (current.requestComplete || givesUpRequest())
				&& (!current.passed || passedIsOver())) {
			end(current, current.passed && !current.replaced ? Outcome.PASSED : Outcome.ANSWERED);
		}
	}

	final void end(Exchange current, Outcome outcome) {
		if (current.ended) {
			return;
		}
		current.ended = true;
		this.exchange = null;
		ExchangeEnd.release(current);
		ExchangeEnd.tell(this.settings, current, outcome);
		this.connection.exchangeEnded(nanos());
		afterExchange(current);
	}

	@Override
	public void channelWritabilityChanged(ChannelHandlerContext ctx) {
		Exchange current = this.exchange;
		if (current != null && current.writer != null && ctx.channel().isWritable()) {
			current.writer.writable();
		}
		ctx.fireChannelWritabilityChanged();
	}

	@Override
	public void channelInactive(ChannelHandlerContext ctx) throws Exception {
		abandon();
		ctx.fireChannelInactive();
	}

	@Override
	public void handlerRemoved(ChannelHandlerContext ctx) {
		abandon();
	}

	private void abandon() {
		Exchange current = this.exchange;
		if (current != null) {
			boolean whole = current.responseComplete && current.requestComplete;
			end(current, !whole ? Outcome.ABORTED : current.passed ? Outcome.PASSED : Outcome.ANSWERED);
		}
	}

	@Override
	public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
		Exchange current = this.exchange;
		if (current != null && current.passed) {
			ctx.fireExceptionCaught(cause);
			return;
		}
		logger.debug("Closing {} after an exception", ctx.channel(), cause);
		if (current != null) {
			end(current, Outcome.FAILED);
		}
		abort();
	}

}
