package dev.millrace.exchange;

import java.io.IOException;

import dev.millrace.exchange.message.NettyMessages;
import dev.millrace.exchange.message.StreamTypes;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/**
 * The response of the exchange in progress: takes it past the filters on its way out, our
 * own answer and that of the application alike. One per handler, used for one exchange
 * after the other, so that an exchange costs no garbage; what it says holds until the
 * next exchange begins. Confined to the event loop.
 */
public final class ResponseProgress {

	private final ExchangeHandler handler;

	private final FilterRun filters;

	private @Nullable Exchange exchange;

	private State state = State.NONE;

	private boolean replaced;

	/** Not {@code null} while the answer in progress is a stream of our own. */
	private @Nullable StreamWriter writer;

	/** Not {@code null} once a head went out that announced how long its body is. */
	private @Nullable AnnouncedLength length;

	ResponseProgress(ExchangeHandler handler, FilterRun filters) {
		this.handler = handler;
		this.filters = filters;
	}

	void begin(Exchange begun) {
		this.exchange = begun;
		this.state = State.NONE;
		this.replaced = false;
		this.length = null;
	}

	private Exchange current() {
		if (this.exchange == null) {
			throw new IllegalStateException("no exchange has begun");
		}
		return this.exchange;
	}

	/** Whether an answer was chosen. */
	boolean isStarted() {
		return this.state != State.NONE;
	}

	/**
	 * Tells whether the head of the response was written.
	 * @return whether the status can no longer be changed
	 */
	public boolean isHeadSent() {
		return this.state.compareTo(State.HEAD_SENT) >= 0;
	}

	/**
	 * Tells whether all of the response was written.
	 * @return whether nothing of it is to come
	 */
	public boolean isComplete() {
		return this.state == State.COMPLETE;
	}

	/**
	 * Tells whether another answer took the place of the one that the application gives.
	 * @return whether what the application still writes is dropped
	 */
	public boolean isReplaced() {
		return this.replaced;
	}

	/** An answer was chosen, the first one or another in its place. */
	void start(int status) {
		enter(State.STARTED);
		current().answered(status);
		this.handler.connection().responseStarted();
		this.handler.request().responseStarts();
	}

	/** The last piece of the response was written. */
	void complete() {
		enter(State.COMPLETE);
	}

	/** Marks a head as sent that was written as bytes. */
	void headSent() {
		enter(State.HEAD_SENT);
	}

	private void enter(State entered) {
		if (this.state.allows(entered)) {
			this.state = entered;
		}
		else {
			this.handler.connection().worker().illegalTransition();
		}
	}

	/** The answer in progress is a stream, or is one no more. */
	void streams(@Nullable StreamWriter newWriter) {
		this.writer = newWriter;
	}

	/** The client takes more. */
	void writable() {
		if (this.writer != null) {
			this.writer.writable();
		}
	}

	/** The exchange is over: a stream that goes on is cancelled. */
	void end() {
		StreamWriter ended = this.writer;
		if (ended != null) {
			this.writer = null;
			ended.cancel();
		}
	}

	/** The head of a response is about to go out: the last time to change it. */
	void sendHead(HttpResponse head) {
		Exchange current = current();
		this.length = AnnouncedLength.settle(current, head, this.handler.http1());
		this.handler.beforeResponse(current, head);
		enter(State.HEAD_SENT);
	}

	/**
	 * Looks at the head of an answer, and has proxies pass on its pieces at once if it is
	 * one that streams.
	 * @param head the head, which may get header fields
	 * @return whether the answer has no end of its own
	 */
	public boolean beginsEndless(HttpResponse head) {
		Exchange current = current();
		if (head instanceof FullHttpResponse || HttpUtil.isContentLengthSet(head)) {
			current.endless(false);
			return false;
		}
		StreamTypes types = this.handler.settings().streams();
		boolean endless = current.isEndless()
				|| (current.passed() && EndlessAnswer.isExpected(this.handler.context().channel()))
				|| types.isEndless(head.headers());
		if (endless) {
			current.endless(true);
		}
		if (endless || types.isStreamed(head.headers())) {
			StreamTypes.passAtOnce(head.headers());
		}
		return endless;
	}

	/** Takes a message of the application's response past the filters. */
	void write(ChannelHandlerContext ctx, Object msg, ChannelPromise promise) {
		Exchange current = current();
		boolean last = NettyMessages.isLast(msg);
		if (this.replaced && !last) {
			NettyMessages.drop(msg, promise);
			return;
		}
		Answer replacement = null;
		HttpResponse head = (msg instanceof HttpResponse response && !isStarted()) ? response : null;
		if (head != null) {
			replacement = begin(current, head);
		}
		if (replacement != null || this.replaced) {
			ReferenceCountUtil.release(msg);
			promise.trySuccess();
			if (replacement != null) {
				this.replaced = true;
				if (!last) {
					// Cancelling what goes on behind makes Reactor Netty close the
					// connection.
					this.handler.lastAnswer();
				}
				new AnswerWriter(this.handler, current, false).write(replacement);
			}
			if (last) {
				this.handler.endIfOver(current);
			}
			return;
		}
		Object out = msg;
		if (this.filters.seesResponseBody()) {
			try {
				out = NettyMessages.withContent(msg, ctx.alloc(), this::filtered);
			}
			catch (Throwable ex) {
				Answers.release(this.handler.failed(current, ex));
				promise.tryFailure(ex);
				this.handler.breakOff(current);
				return;
			}
		}
		if (head != null) {
			sendHead((HttpResponse) out);
		}
		if (this.length != null && !this.length.admits(out)) {
			writeRest(ctx, this.length.cut(out), promise);
			exceeded(this.length);
		}
		else if (this.length != null && last && this.length.isMissing()) {
			ReferenceCountUtil.release(out);
			promise.tryFailure(new IOException("The body is shorter than its Content-Length"));
			missed(this.length);
		}
		else {
			current.sent(NettyMessages.length(out));
			this.handler.written(ctx.write(out, promise));
			if (last) {
				this.handler.responseEnded(current);
			}
		}
	}

	/** Begins the application's response, or returns the answer that replaces it. */
	private @Nullable Answer begin(Exchange current, HttpResponse head) {
		start(head.status().code());
		this.handler.settings().headers().addTo(head.headers(), this.handler.nanos());
		try {
			Answer replacement = this.filters.responseHead(current, head);
			if (replacement == null) {
				current.answered(head.status().code());
			}
			return replacement;
		}
		catch (Throwable ex) {
			return this.handler.failed(current, ex);
		}
	}

	/** Writes what of a message that is too long still belongs to the body. */
	private void writeRest(ChannelHandlerContext ctx, @Nullable Object rest, ChannelPromise promise) {
		if (rest == null) {
			promise.trySuccess();
			return;
		}
		current().sent(NettyMessages.length(rest));
		this.handler.written(ctx.write(rest, promise));
	}

	/**
	 * Sends a piece of a stream of our own.
	 * @return whether the stream may go on
	 */
	boolean write(ByteBuf piece) {
		if (this.length == null || this.length.admits(piece)) {
			send(piece);
			return true;
		}
		Object rest = this.length.cut(piece);
		if (rest != null) {
			send((ByteBuf) rest);
		}
		return false;
	}

	private void send(ByteBuf piece) {
		if (piece.isReadable()) {
			current().sent(piece.readableBytes());
			this.handler.send(new DefaultHttpContent(piece));
		}
		else {
			piece.release();
		}
	}

	/** A stream of our own has more to give than its head announced. */
	void exceeded() {
		if (this.length != null) {
			exceeded(this.length);
		}
	}

	/** Ends an answer that would go on: the client has all that it was told to expect. */
	private void exceeded(AnnouncedLength announced) {
		Exchange current = current();
		LengthLog.exceeded(current, announced.announced());
		this.handler.endAnswer(current);
	}

	/**
	 * Ends a stream of our own, or breaks it off, so that the client sees that, when it
	 * gave less than its head announced.
	 */
	void endStream() {
		if (this.length != null && this.length.isMissing()) {
			missed(this.length);
			return;
		}
		this.handler.send(LastHttpContent.EMPTY_LAST_CONTENT);
		this.handler.flushSoon();
		this.handler.responseEnded(current());
	}

	/** Breaks an answer off that ended too early, so that the client sees that. */
	private void missed(AnnouncedLength announced) {
		Exchange current = current();
		LengthLog.missed(current, announced.announced(), announced.given());
		this.handler.breakOff(current);
	}

	/** Shows a piece of the body to the filters; takes it over. */
	ByteBuf filtered(ByteBuf piece) {
		return this.filters.responseBody(current(), piece);
	}

	/** Shows the head of our own answer to the filters. */
	@Nullable Answer filtered(HttpResponse head) {
		return this.filters.responseHead(current(), head);
	}

	/** Whether a filter wants to see heads or bodies of responses. */
	boolean isSeen() {
		return this.filters.seesResponse();
	}

	/** Whether a filter wants to see bodies of responses. */
	boolean seesBody() {
		return this.filters.seesResponseBody();
	}

	/**
	 * How far the response of an exchange has come. Only goes forward.
	 */
	private enum State {

		/** There is none. */
		NONE,

		/** An answer was chosen. Another one may take its place. */
		STARTED,

		/** The head is on its way: what happens from now on cannot change the status. */
		HEAD_SENT,

		/** The last piece of the body was written. */
		COMPLETE;

		boolean allows(State next) {
			return next.compareTo(this) >= 0;
		}

	}

}
