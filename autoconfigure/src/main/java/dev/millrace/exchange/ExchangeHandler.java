package dev.millrace.exchange;

import java.io.IOException;

import dev.millrace.connection.DeadlineListener;
import dev.millrace.connection.ExchangeClocks;
import dev.millrace.connection.PeerFault;
import dev.millrace.connection.PeerLog;
import dev.millrace.connection.Protocol;
import dev.millrace.connection.ServerConnection;
import dev.millrace.exchange.syntax.HttpRule;
import dev.millrace.exchange.syntax.HttpRules;
import dev.millrace.exchange.syntax.LogText;
import dev.millrace.worker.Guard;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http2.Http2Exception;
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
public abstract class ExchangeHandler extends ProtocolHandler implements DeadlineListener {

	/** Name of this handler in the pipeline. */
	public static final String NAME = "millrace.exchange";

	private static final Logger logger = LoggerFactory.getLogger(ExchangeHandler.class);

	private final ServerConnection connection;

	private final ExchangeSettings settings;

	private final ExchangeOwner owner = new LoopOwner(this);

	private @Nullable ChannelHandlerContext context;

	private @Nullable Exchange exchange;

	/** Not {@code null} while the answer in progress is a stream. */
	private @Nullable StreamWriter writer;

	private boolean passes;

	/** The last exchange was passed on; the end of its request was not. */
	private boolean owesEnd;

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

	/** The answer in progress is a stream, or is one no more. */
	final void streams(@Nullable StreamWriter newWriter) {
		this.writer = newWriter;
	}

	private void cancelStream() {
		StreamWriter ended = this.writer;
		if (ended != null) {
			this.writer = null;
			ended.cancel();
		}
	}

	/** The exchange in progress, {@code null} between exchanges. */
	final @Nullable Exchange exchange() {
		return this.exchange;
	}

	/** From now on Reactor Netty knows that the connection is used. */
	final void passes() {
		this.passes = true;
	}

	/** Spares the handlers behind the ends of reads of which they got nothing. */
	final void passReadComplete(ChannelHandlerContext ctx) {
		if (this.passes) {
			ctx.fireChannelReadComplete();
		}
	}

	/** The head of an answer is about to go out. */
	final void headReady(Exchange current, HttpResponse head) {
		AnnouncedLength.settle(this, current, head);
		beforeResponse(current, head);
		current.headSent = true;
	}

	/** Ends the answer in progress as if its body had ended by itself. */
	final void endAnswer(Exchange current) {
		send(LastHttpContent.EMPTY_LAST_CONTENT);
		flushSoon();
		current.responseComplete = true;
		answerWritten();
		lastAnswer();
		end(current, current.passed && !current.replaced ? Outcome.PASSED : Outcome.ANSWERED);
	}

	/** Breaks an answer off that cannot be completed. */
	final void breakOff(Exchange current) {
		// Else the next request would be taken before the connection is closed.
		lastAnswer();
		end(current, Outcome.FAILED);
		abort();
	}

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
		else if (this.owesEnd && Messages.isLast(msg) && layout().wantsEnds()) {
			this.owesEnd = false;
			ctx.fireChannelRead(msg);
		}
		else {
			ReferenceCountUtil.release(msg);
		}
	}

	private void begin(HttpRequest request) {
		Exchange begun = new Exchange(this.owner, this.connection, request, this.connection.lastActivityNanos());
		this.exchange = begun;
		if (mentionsProxies(request) && this.settings.forwarded().settle(begun, request.headers())) {
			begun.headChanged();
		}
		this.connection.exchangeStarted(begun);
		begun.requestComplete = whole(request);
		begun.clocks = ExchangeClocks.start(this.connection, !begun.requestComplete, this);
		if (request.decoderResult().isFailure()) {
			reject(begun, DecoderFailure.answer(request));
			return;
		}
		HttpRules rules = this.settings.rules();
		HttpRule broken = rules.checks() ? broken(request) : null;
		if (broken != null) {
			if (rules.enforces(broken)) {
				reject(begun, DecoderFailure.answer(broken));
				return;
			}
			if (rules.enforcesOnHotRoutes()) {
				begun.broken(broken);
			}
			else {
				begun.observe(broken);
			}
		}
		if (!begun.requestComplete && HttpUtil.getContentLength(request, 0L) > rules.maxBodySize()) {
			reject(begun, DecoderFailure.TOO_LARGE);
			return;
		}
		this.settings.router().route(begun);
		RequestPhase.ask(this, begun);
	}

	/** A verdict was given that was waited for; on the event loop. */
	final void resume(Exchange current, Suspension by, Verdict verdict) {
		if (current.ended || current != this.exchange) {
			Answers.release(verdict);
		}
		else {
			RequestPhase.resume(this, current, by, verdict);
		}
	}

	final Answer failed(Exchange current, Throwable error) {
		logger.error("{} {} failed{}", current.method(), LogText.printable(current.path()),
				(current.route() != null) ? " in route " + current.route() : "", error);
		current.error(error);
		return this.settings.errors().handle(current, error);
	}

	@Override
	public final void deadlineMissed(Guard guard) {
		Exchange current = this.exchange;
		if (current != null) {
			giveUp(current, guard);
		}
	}

	/** Ends an exchange that missed a deadline, with an answer if it is not too late. */
	void giveUp(Exchange current, Guard guard) {
		this.connection.closing(guard.closeReason());
		if (current.responseStarted) {
			abort();
		}
		else {
			reject(current, (guard == Guard.HANDLER) ? PreparedResponse.UNAVAILABLE : DecoderFailure.TIMEOUT);
		}
	}

	/** The client is asked to send more of the request. */
	final void bodyRequested() {
		Exchange current = this.exchange;
		if (current != null && current.clocks != null && !current.requestComplete) {
			current.clocks.readRequested(nanos());
		}
	}

	final void responseEnded(Exchange current) {
		current.responseComplete = true;
		answerWritten();
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
		this.owesEnd = current.passed && !current.requestEnded;
		ExchangeEnd.release(current);
		cancelStream();
		ExchangeEnd.tell(this.settings, current, outcome);
		if (outcome == Outcome.FAILED && current.status < 500) {
			this.connection.worker().exchangeFailed();
		}
		this.connection.exchangeEnded(current.status, current.startNanos(), nanos());
		afterExchange(current);
	}

	@Override
	public void channelWritabilityChanged(ChannelHandlerContext ctx) {
		if (this.writer != null && ctx.channel().isWritable()) {
			this.writer.writable();
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

	/**
	 * Tells Reactor Netty of an error. One of the peer ends the connection, or the
	 * stream, which tells the application too: its body fails. Told twice, Reactor Netty
	 * logs the error, for each client and with its stack, where no subscriber waits for a
	 * body.
	 */
	private void passError(ChannelHandlerContext ctx, Throwable cause) {
		if (!PeerLog.isPeers(cause) || this.connection.protocol() == Protocol.TUNNEL) {
			ctx.fireExceptionCaught(cause);
			return;
		}
		if (cause instanceof Http2Exception) {
			PeerLog.log(PeerFault.HTTP_2, this.connection.remoteAddress(), cause);
		}
		abort(cause);
	}

	@Override
	public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
		Exchange current = this.exchange;
		if (current != null && current.passed) {
			passError(ctx, cause);
			return;
		}
		logger.debug("Closing {} after an exception", ctx.channel(), cause);
		if (current != null) {
			// A connection that breaks is a client that left.
			end(current, (cause instanceof IOException) ? Outcome.ABORTED : Outcome.FAILED);
		}
		abort(cause);
	}

}
