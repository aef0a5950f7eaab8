package dev.millrace.exchange.http1;

import java.util.function.BooleanSupplier;

import dev.millrace.connection.ServerConnection;
import dev.millrace.exchange.Exchange;
import dev.millrace.exchange.RequestProgress;
import dev.millrace.exchange.http1.Http1LingeringClose.Patience;
import dev.millrace.exchange.message.ConnectionLines;
import dev.millrace.exchange.syntax.ByteLaneRequest;
import dev.millrace.worker.CloseReason;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether an HTTP/1.1 connection persists after the answer in progress (RFC 9112
 * section 9.3), and closes it if it does not. Confined to the event loop.
 */
final class Http1KeepAlive {

	private static final int DRAIN_LIMIT = 64 * 1024;

	private final ServerConnection connection;

	private final RequestProgress request;

	/** Not {@code null} once the output was closed and the input is still read. */
	private @Nullable Http1LingeringClose lingering;

	private @Nullable HttpResponse answer;

	private final Http1Output output;

	private final BooleanSupplier holdsBytes;

	private boolean ends;

	private boolean closes;

	private boolean inputEnded;

	private int drained;

	Http1KeepAlive(ServerConnection connection, RequestProgress request, Http1Output output,
			BooleanSupplier holdsBytes) {
		this.connection = connection;
		this.request = request;
		this.holdsBytes = holdsBytes;
		this.output = output;
	}

	/** Whether the answer in progress, or the one just given, is the last. */
	boolean ends() {
		return this.ends;
	}

	void end() {
		this.ends = true;
	}

	/**
	 * Decides whether an answer is the last, because the client or the server wants to
	 * close.
	 */
	void decide(Exchange current) {
		this.ends |= endsWithInput() || !keptAlive(this.request.message()) || this.connection.lastExchange(0)
				|| (!this.request.isComplete() && HttpUtil.is100ContinueExpected(this.request.message()));
	}

	/** Whether the client has ended its input and all of it was decoded. */
	private boolean endsWithInput() {
		return this.inputEnded && !this.holdsBytes.getAsBoolean();
	}

	private static boolean keptAlive(HttpRequest request) {
		return request instanceof ByteLaneRequest || HttpUtil.isKeepAlive(request);
	}

	/** Decides for an answer in bytes, which may itself ask for the close. */
	void decide(Exchange current, Http1RawAnswer answer) {
		decide(current);
		this.ends |= answer.isLast();
		if (answer.endsWithClose()) {
			this.output.endWithClose(this.connection);
		}
	}

	/** Decides, and sets {@code Connection} in the head of the answer. */
	void decide(Exchange current, HttpResponse response) {
		decide(current);
		this.answer = response;
		if (current.version().equals(HttpVersion.HTTP_1_0) && HttpUtil.isTransferEncodingChunked(response)) {
			// RFC 9112 section 6.1: a client of HTTP/1.0 does not know chunks; the close
			// ends such a body.
			response.headers().remove(HttpHeaderNames.TRANSFER_ENCODING);
		}
		this.ends |= !HttpUtil.isKeepAlive(response);
		if (Http1UnfinishedAnswer.endsWithClose(current, response)) {
			this.ends = true;
			this.output.endWithClose(this.connection);
		}
		if (this.ends) {
			response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
		}
		else if (!current.passed() && current.version().equals(HttpVersion.HTTP_1_0)) {
			response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.KEEP_ALIVE);
		}
	}

	/** The header line that says what was decided. */
	byte[] line(Exchange current) {
		if (this.ends) {
			return ConnectionLines.CLOSE;
		}
		return current.version().equals(HttpVersion.HTTP_1_0) ? ConnectionLines.KEEP_ALIVE : ConnectionLines.NONE;
	}

	/**
	 * Counts bytes of a request that was answered before it was complete.
	 * @return whether it is too long to wait for its end
	 */
	boolean drain(int bytes) {
		this.drained += bytes;
		if (this.drained > DRAIN_LIMIT && !this.ends) {
			this.ends = true;
			return true;
		}
		return false;
	}

	/**
	 * Decides at the end of an exchange. A drain that began after the head of the answer
	 * does not close here: the client was not told, and may have sent its next request.
	 * @param undecodable whether the decoder has failed, so that the next message cannot
	 * be found
	 * @return whether the connection must be closed
	 */
	boolean endsAfterExchange(boolean undecodable) {
		this.drained = 0;
		this.answer = null;
		this.ends |= undecodable || (this.connection.lastExchange(0) && !this.connection.draining());
		return this.ends;
	}

	/** Whether the head of the answer in progress told how long its body is. */
	boolean knowsLength() {
		return this.answer == null || HttpUtil.isContentLengthSet(this.answer);
	}

	/**
	 * Closes once all was written: the output first, and the input when the client has
	 * closed, because a client that is still sending would get a reset in place of the
	 * answer. A client that pipelines, or whose request is not complete, is waited for
	 * longest; one that missed a deadline is waited for shortly.
	 */
	void close(ChannelHandlerContext ctx, Exchange last, boolean pipelined) {
		if (this.output.breaksOff(ctx) || this.closes) {
			return;
		}
		this.closes = true;
		this.connection.closing(this.connection.draining() ? CloseReason.SHUTDOWN : CloseReason.SERVER);
		if (this.inputEnded) {
			ctx.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener((sent) -> ctx.close());
			return;
		}
		boolean late = last.status() == HttpResponseStatus.REQUEST_TIMEOUT.code();
		boolean sends = !this.request.isComplete() || pipelined || this.request.message().decoderResult().isFailure();
		this.lingering = new Http1LingeringClose(ctx, this.connection);
		this.lingering.start(late ? Patience.LATE : sends ? Patience.SENDS : Patience.SILENT);
	}

	/** Closes a connection without an exchange, once all was written. */
	void closeIdle(ChannelHandlerContext ctx) {
		if (this.lingering != null) {
			this.lingering.closeIfSilent();
			return;
		}
		this.ends = true;
		this.output.writeJoined();
		ctx.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
	}

	/** Whether the connection is being closed after its last answer. */
	boolean closes() {
		return this.closes;
	}

	/** Closes now, also if the client is still sending. */
	void abort(ChannelHandlerContext ctx) {
		this.ends = true;
		if (!this.output.breaksOff(ctx)) {
			ctx.close();
		}
	}

	/** Closes because another handler asks for it, unless the close has begun. */
	void close(ChannelHandlerContext ctx, ChannelPromise promise) {
		if (this.output.breaksOff(ctx)) {
			promise.trySuccess();
		}
		else if (!this.closes) {
			ctx.close(promise);
		}
		else {
			ctx.channel().closeFuture().addListener((closed) -> promise.trySuccess());
		}
	}

	/** Called when the client has ended its input. */
	void inputEnded() {
		this.inputEnded = true;
		if (this.lingering != null) {
			this.lingering.inputEnded();
		}
	}

	/** Stops the wait for the client, because the connection is closed. */
	void stop() {
		if (this.lingering != null) {
			this.lingering.stop();
		}
	}

	/** Drops what is received once the connection is being closed. */
	boolean discards(ByteBuf in) {
		if (this.lingering == null) {
			return false;
		}
		this.lingering.discard(in);
		return true;
	}

}
