package dev.millrace.exchange;

import java.io.IOException;

import dev.millrace.connection.DeadlineListener;
import dev.millrace.connection.MillracePipeline;
import dev.millrace.connection.PeerFault;
import dev.millrace.connection.PeerLog;
import dev.millrace.connection.Protocol;
import dev.millrace.connection.ServerConnection;
import dev.millrace.exchange.message.NettyMessages;
import dev.millrace.exchange.syntax.HttpRule;
import dev.millrace.exchange.syntax.HttpRules;
import dev.millrace.exchange.syntax.LogText;
import dev.millrace.worker.Guard;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
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
public abstract class ExchangeHandler extends ExchangeProtocol implements DeadlineListener {

	/** Name of this handler in the pipeline. */
	public static final String NAME = MillracePipeline.EXCHANGE;

	private static final Logger logger = LoggerFactory.getLogger(ExchangeHandler.class);

	private final ServerConnection connection;

	private final ExchangeSettings settings;

	private final ExchangeOwner owner;

	private @Nullable ChannelHandlerContext context;

	private final FilterRun filters;

	private final RequestProgress request;

	private final ResponseProgress response;

	private final Responder responder;

	private @Nullable Exchange exchange;

	private boolean passes;

	/** The last exchange was passed on; the end of its request was not. */
	private boolean owesEnd;

	@SuppressWarnings("this-escape") // the parts keep the handler, and call it later
	protected ExchangeHandler(ServerConnection connection, ExchangeSettings settings, PassedAddresses addresses) {
		this.connection = connection;
		this.settings = settings;
		this.filters = new FilterRun(settings, addresses);
		this.owner = new LoopOwner(this, this.filters);
		this.request = new RequestProgress(this, this.filters);
		this.response = new ResponseProgress(this, this.filters);
		this.responder = new Responder(this, this.response);
	}

	public final ServerConnection connection() {
		return this.connection;
	}

	public final ExchangeSettings settings() {
		return this.settings;
	}

	public final ChannelHandlerContext context() {
		if (this.context == null) {
			throw new IllegalStateException("not in a pipeline");
		}
		return this.context;
	}

	/** The exchange in progress, {@code null} between exchanges. */
	public final @Nullable Exchange exchange() {
		return this.exchange;
	}

	/** Whether an exchange is the one in progress, and so has not ended. */
	public final boolean isCurrent(Exchange asked) {
		return this.exchange == asked;
	}

	/** The request of the exchange that began last. */
	public final RequestProgress request() {
		return this.request;
	}

	/** The response of the exchange that began last. */
	public final ResponseProgress response() {
		return this.response;
	}

	/** The first request of the connection is forwarded to Reactor Netty. */
	public final void passes() {
		this.passes = true;
	}

	/**
	 * Forwards the end of a read only once a request was forwarded to Reactor Netty:
	 * before that, the handlers behind have received nothing from any read.
	 */
	protected final void passReadComplete(ChannelHandlerContext ctx) {
		if (this.passes) {
			ctx.fireChannelReadComplete();
		}
	}

	/** Sends answers of our own. */
	final Responder responder() {
		return this.responder;
	}

	/** Sends an answer on which no filter has a say. */
	protected final void refuse(Exchange current, PreparedResponse refusal) {
		this.responder.respondUnfiltered(current, refusal);
	}

	/** Ends the answer in progress as if its body had ended by itself. */
	final void endAnswer(Exchange current) {
		send(LastHttpContent.EMPTY_LAST_CONTENT);
		flushSoon();
		this.response.complete();
		answerWritten();
		lastAnswer();
		endAnswered(current);
	}

	/** Ends the answer in progress, if it is one that has no end of its own. */
	public final void endEndless() {
		Exchange current = this.exchange;
		if (current != null && current.isEndless() && this.response.isHeadSent() && !this.response.isComplete()) {
			endAnswer(current);
		}
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
		if (NettyMessages.isRequest(msg)) {
			begin((HttpRequest) msg);
		}
		else if (!NettyMessages.isContent(msg)) {
			ctx.fireChannelRead(msg);
		}
		else if (this.exchange != null) {
			this.request.received(ctx, (HttpContent) msg);
		}
		else if (this.owesEnd && NettyMessages.isLast(msg) && layout().wantsEnds()) {
			this.owesEnd = false;
			ctx.fireChannelRead(msg);
		}
		else {
			ReferenceCountUtil.release(msg);
		}
	}

	private void begin(HttpRequest head) {
		Exchange begun = new Exchange(this.owner, this.connection, head, this.connection.lastActivityNanos());
		this.exchange = begun;
		if (mentionsProxies(head) && this.settings.forwarded().settle(begun, head.headers())) {
			begun.headChanged();
		}
		this.connection.exchangeStarted(begun);
		carryOver(begun, head);
		this.response.begin(begun);
		this.request.begin(begun, whole(head));
		HttpRules rules = this.settings.rules();
		HttpRule broken = (head.decoderResult().isSuccess() && rules.checks()) ? broken(head) : null;
		PreparedResponse refusal = RequestCheck.refusal(begun, rules, broken, !this.request.isComplete());
		if (refusal != null) {
			reject(begun, refusal);
			return;
		}
		this.settings.router().route(begun);
		this.request.ask();
	}

	/** A verdict was given that was waited for; on the event loop. */
	final void resume(Exchange current, Suspension by, Verdict verdict) {
		if (isCurrent(current)) {
			this.request.resume(by, verdict);
		}
		else {
			Answers.release(verdict);
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
	protected void giveUp(Exchange current, Guard guard) {
		this.connection.closing(guard.closeReason());
		if (this.response.isStarted()) {
			abort();
		}
		else {
			reject(current, (guard == Guard.HANDLER) ? PreparedResponse.UNAVAILABLE : Refusals.TIMEOUT);
		}
	}

	/** The client is asked to send more of the request. */
	public final void bodyRequested() {
		if (this.exchange != null) {
			this.request.bodyRequested(nanos());
		}
	}

	final void responseEnded(Exchange current) {
		this.response.complete();
		answerWritten();
		endIfOver(current);
	}

	@Override
	public void write(ChannelHandlerContext ctx, Object msg, ChannelPromise promise) {
		Exchange current = this.exchange;
		if (current == null || !current.passed() || (this.response.isComplete() && !this.response.isReplaced())
				|| NettyMessages.isInterim(msg)) {
			ctx.write(msg, promise);
		}
		else {
			this.response.write(ctx, msg, promise);
		}
	}

	/** Ends an exchange whose request and response are complete. */
	protected final void endIfOver(Exchange current) {
		if (isCurrent(current) && this.response.isComplete() && (this.request.isComplete() || givesUpRequest())
				&& (!current.passed() || passedIsOver())) {
			endAnswered(current);
		}
	}

	/** Ends an exchange whose response is complete, or was given up on purpose. */
	public final void endAnswered(Exchange current) {
		boolean passed = current.passed() && !this.response.isReplaced();
		end(current, passed ? Outcome.PASSED : Outcome.ANSWERED);
	}

	/** Ends an exchange; does nothing if it has ended. */
	public final void end(Exchange current, Outcome outcome) {
		if (!isCurrent(current)) {
			return;
		}
		this.exchange = null;
		this.owesEnd = current.passed() && !this.request.isEnded();
		this.request.end();
		this.response.end();
		this.filters.end(current, outcome);
		if (outcome == Outcome.FAILED && current.status() < 500) {
			this.connection.worker().exchangeFailed();
		}
		this.connection.exchangeEnded(current.status(), current.startNanos(), nanos());
		afterExchange(current);
	}

	@Override
	public void channelWritabilityChanged(ChannelHandlerContext ctx) {
		if (ctx.channel().isWritable()) {
			this.response.writable();
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
		if (current != null && this.response.isComplete() && this.request.isComplete()) {
			endAnswered(current);
		}
		else if (current != null) {
			end(current, Outcome.ABORTED);
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
		if (current != null && current.passed()) {
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
