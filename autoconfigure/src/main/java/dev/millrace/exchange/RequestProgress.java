package dev.millrace.exchange;

import java.net.SocketAddress;

import dev.millrace.connection.ExchangeClocks;
import dev.millrace.exchange.message.NettyMessages;
import dev.millrace.exchange.syntax.HttpRule;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The request of the exchange in progress: the verdict that is waited for, and what
 * becomes of the pieces of its body. They are passed on, held for a filter that decides,
 * or dropped once the answer is given. One per handler, used for one exchange after the
 * other, so that an exchange costs no garbage; what it says holds until the next exchange
 * begins. Confined to the event loop.
 */
public final class RequestProgress {

	private static final Logger logger = LoggerFactory.getLogger(RequestProgress.class);

	private final ExchangeHandler handler;

	private final FilterRun filters;

	private final RequestBody body;

	private @Nullable Exchange exchange;

	private State state = State.ENDED;

	private @Nullable Suspension suspension;

	private @Nullable ExchangeClocks clocks;

	private long bytesIn;

	RequestProgress(ExchangeHandler handler, FilterRun filters) {
		this.handler = handler;
		this.filters = filters;
		this.body = new RequestBody(handler, this, filters);
	}

	void begin(Exchange begun, boolean whole) {
		this.exchange = begun;
		this.state = whole ? State.COMPLETE : State.RECEIVING;
		this.bytesIn = 0;
		this.clocks = ExchangeClocks.start(begun.connection(), !whole, this.handler);
		this.filters.begin(begun);
	}

	/** The exchange that began last. */
	Exchange current() {
		if (this.exchange == null) {
			throw new IllegalStateException("no exchange has begun");
		}
		return this.exchange;
	}

	/**
	 * Returns the head of the request as Netty's object.
	 * @return the head
	 */
	public HttpRequest message() {
		return current().request();
	}

	/**
	 * Tells whether nothing of the request is to come any more.
	 * @return whether all of its body was received
	 */
	public boolean isComplete() {
		return this.state != State.RECEIVING;
	}

	/** Whether the message that marks the end of the request has come. */
	boolean isEnded() {
		return this.state == State.ENDED;
	}

	/**
	 * Tells whether a filter waits for something that ends with the client's input.
	 * @return whether the wait is in vain once the client sends no more
	 */
	public boolean waitsForInput() {
		return this.suspension != null && this.suspension.endsWithInput();
	}

	/**
	 * Tells whether pieces of the body are held for a filter that has not asked for them.
	 * @return whether the client should send no more of it for now
	 */
	public boolean holdsBody() {
		return this.body.isHeld() && !current().passed();
	}

	/**
	 * Tells which filters need not be asked about the address of a client, because they
	 * have let it pass on this connection.
	 * @param client the address
	 * @return a bit for each filter, by its place in the {@link FilterChain}
	 */
	public long passedAddresses(SocketAddress client) {
		return this.filters.passedAddresses(client);
	}

	/** The client is asked to send more of the request. */
	void bodyRequested(long nanos) {
		if (this.clocks != null && !isComplete()) {
			this.clocks.readRequested(nanos);
		}
	}

	/** The head of an answer is going out. */
	void responseStarts() {
		if (this.clocks != null) {
			this.clocks.responseStarted();
		}
	}

	/** Asks the filters, and passes on what none of them answers. */
	void ask() {
		Exchange current = current();
		Verdict verdict;
		try {
			verdict = this.filters.ask(current);
		}
		catch (Throwable ex) {
			verdict = this.handler.failed(current, ex);
		}
		if (verdict instanceof Verdict.Pass) {
			pass(current);
		}
		else {
			apply(verdict);
		}
	}

	/** A verdict was given that was waited for, perhaps before the filter returned. */
	void resume(Suspension by, Verdict verdict) {
		Throwable thrown = by.thrown();
		if (thrown != null) {
			current().error(thrown);
		}
		if (this.suspension != by) {
			by.early(verdict);
		}
		else {
			this.suspension = null;
			apply(verdict);
		}
	}

	/** Does what a filter says. */
	void apply(Verdict verdict) {
		if (verdict instanceof Answer answer) {
			this.filters.decided();
			this.handler.responder().respond(current(), answer);
		}
		else if (verdict instanceof Verdict.Pass) {
			ask();
		}
		else if (verdict instanceof Verdict.Body wanted) {
			this.body.want(current(), wanted.limit());
		}
		else if (verdict instanceof Suspension waits) {
			Verdict early = waits.early();
			if (early != null) {
				apply(early);
			}
			else {
				this.suspension = waits;
			}
		}
		else {
			this.handler.end(current(), Outcome.ANSWERED);
			this.handler.abort();
		}
	}

	private void pass(Exchange current) {
		HttpRule broken = current.broken();
		if (broken != null) {
			current.observe(broken);
		}
		this.filters.decided();
		current.passOn();
		this.handler.passes();
		ChannelHandlerContext ctx = this.handler.context();
		ctx.fireChannelRead(current.request());
		// The application may have ended the exchange in this call.
		if (this.handler.isCurrent(current)) {
			this.body.replay(ctx);
		}
	}

	/** A piece of the body has come; takes it over. */
	void received(ChannelHandlerContext ctx, HttpContent content) {
		Exchange current = current();
		ResponseProgress response = this.handler.response();
		if (!isComplete() && content.decoderResult().isFailure() && !response.isStarted()) {
			enter(State.COMPLETE);
			Throwable cause = content.decoderResult().cause();
			content.release();
			this.handler.reject(current, Refusals.answerToBody(cause));
			return;
		}
		int bytes = content.content().readableBytes();
		this.bytesIn += bytes;
		if (this.bytesIn > this.handler.settings().rules().maxBodySize() && !response.isComplete()) {
			content.release();
			tooLarge(current);
			return;
		}
		boolean wasComplete = isComplete();
		boolean last = NettyMessages.isLast(content);
		if (this.clocks != null) {
			this.clocks.bodyReceived(bytes, last, this.handler.nanos());
		}
		if (last) {
			enter(State.ENDED);
		}
		if (current.passed() && (wasComplete || !response.isComplete())) {
			ctx.fireChannelRead(owned(ctx, content));
		}
		else if (response.isStarted()) {
			if (last && current.passed() && this.handler.layout().wantsEnds()) {
				ctx.fireChannelRead(LastHttpContent.EMPTY_LAST_CONTENT);
			}
			content.release();
			if (!wasComplete) {
				this.handler.drainRequest(current, bytes);
			}
		}
		else {
			this.body.collect(content);
		}
		if (last) {
			this.handler.endIfOver(current);
		}
	}

	private void enter(State entered) {
		if (this.state.allows(entered)) {
			this.state = entered;
		}
		else {
			this.handler.connection().worker().illegalTransition();
		}
	}

	/**
	 * Gives the application a buffer that it shares with nothing. What was read is a
	 * slice of the buffer of the loop, with one count of references: operators of Reactor
	 * and Spring release what they discard, one after the other, and the second release
	 * would be one of the loop's own. Then the loop could not read any more. Costs a copy
	 * of what one read brings.
	 */
	private static HttpContent owned(ChannelHandlerContext ctx, HttpContent content) {
		ByteBuf shared = content.content();
		if (!shared.isReadable()) {
			return content;
		}
		ByteBuf own = ctx.alloc().buffer(shared.readableBytes(), shared.readableBytes()).writeBytes(shared);
		HttpContent copy = content.replace(own);
		content.release();
		return copy;
	}

	private void tooLarge(Exchange current) {
		if (!this.handler.response().isStarted()) {
			this.handler.reject(current, Refusals.TOO_LARGE);
			return;
		}
		this.handler.breakOff(current);
	}

	/** The exchange is over: frees what is held for it. */
	void end() {
		Exchange ended = current();
		this.body.release();
		Suspension waits = this.suspension;
		if (waits != null) {
			this.suspension = null;
			cancel(waits);
		}
		if (this.clocks != null) {
			this.clocks.ended();
			this.clocks = null;
		}
		if (!ended.passed() && ended.request() instanceof FullHttpRequest) {
			ReferenceCountUtil.release(ended.request());
		}
	}

	private static void cancel(Suspension suspension) {
		try {
			suspension.cancel();
		}
		catch (Throwable ex) {
			logger.error("What was to do when the client leaves failed", ex);
		}
	}

	/**
	 * How far the request of an exchange has come. Only goes forward.
	 */
	private enum State {

		/** More of the body is to come. */
		RECEIVING,

		/** Nothing more is to come but the message that marks the end. */
		COMPLETE,

		/** The message that marks the end has come. */
		ENDED;

		boolean allows(State next) {
			return next.compareTo(this) >= 0;
		}

	}

}
