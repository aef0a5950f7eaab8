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
 * Whether an HTTP/1.1 connection persists after the answer in progress (RFC 9112 section
 * 9.3), and how it ends if it does not.
 */
final class Http1KeepAlive {

	private static final int DRAIN_LIMIT = 64 * 1024;

	private final ServerConnection connection;

	private final RequestProgress request;

	/** Not {@code null} once the connection is being closed by halves. */
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

	/** Decides whether an answer is the last: the client wants it so, or we do. */
	void decide(Exchange current) {
		this.ends |= endsWithInput() || !keptAlive(this.request.message()) || this.connection.lastExchange(0)
				|| (!this.request.isComplete() && HttpUtil.is100ContinueExpected(this.request.message()));
	}

	/** Whether the client has ended its input and no byte of it is left to be decoded. */
	private boolean endsWithInput() {
		return this.inputEnded && !this.holdsBytes.getAsBoolean();
	}

	private static boolean keptAlive(HttpRequest request) {
		return request instanceof ByteLaneRequest || HttpUtil.isKeepAlive(request);
	}

	/** Decides, when the bytes of the answer may ask for the end too. */
	void decide(Exchange current, Http1RawAnswer answer) {
		decide(current);
		this.ends |= answer.isLast();
		if (answer.endsWithClose()) {
			this.output.endWithClose(this.connection);
		}
	}

	/** Decides, and makes the head of the answer say so. */
	void decide(Exchange current, HttpResponse response) {
		decide(current);
		this.answer = response;
		if (current.version().equals(HttpVersion.HTTP_1_0) && HttpUtil.isTransferEncodingChunked(response)) {
			// RFC 9112 section 6.1: HTTP/1.0 knows the end of such a body by the close.
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
	 * An exchange has ended. A client that was not told of the drain in this answer may
	 * have sent its next request.
	 * @param undecodable whether nothing that follows can be decoded
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
	 * Closes once all was written: by halves, because any client may still be sending. A
	 * client that pipelines, or whose request is not complete, has the time that it
	 * needs; one that missed a deadline has had its time.
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

	/** Closes now, whatever the client may still be sending. */
	void abort(ChannelHandlerContext ctx) {
		this.ends = true;
		if (!this.output.breaksOff(ctx)) {
			ctx.close();
		}
	}

	/** Closes at the wish of another handler, unless that is under way already. */
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

	/** The client has ended its input. */
	void inputEnded() {
		this.inputEnded = true;
		if (this.lingering != null) {
			this.lingering.inputEnded();
		}
	}

	/** The connection is closed. */
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
