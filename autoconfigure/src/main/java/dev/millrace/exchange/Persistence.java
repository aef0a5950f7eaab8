package dev.millrace.exchange;

import dev.millrace.connection.ServerConnection;
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

/**
 * Whether an HTTP/1.1 connection persists after the answer in progress (RFC 9112 section
 * 9.3), and how it ends if it does not.
 */
final class Persistence {

	private static final int DRAIN_LIMIT = 64 * 1024;

	private final ServerConnection connection;

	private final LingeringClose lingering = new LingeringClose();

	private final ResponseOutput output;

	private boolean ends;

	private int drained;

	Persistence(ServerConnection connection, ResponseOutput output) {
		this.connection = connection;
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
		this.ends |= !keptAlive(current.request()) || this.connection.lastExchange(0)
				|| (!current.requestComplete && HttpUtil.is100ContinueExpected(current.request()));
	}

	private static boolean keptAlive(HttpRequest request) {
		return request instanceof PlainRequest || HttpUtil.isKeepAlive(request);
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
		if (current.version().equals(HttpVersion.HTTP_1_0) && HttpUtil.isTransferEncodingChunked(response)) {
			// RFC 9112 section 6.1: HTTP/1.0 knows the end of such a body by the close.
			response.headers().remove(HttpHeaderNames.TRANSFER_ENCODING);
		}
		this.ends |= !HttpUtil.isKeepAlive(response);
		if (UnfinishedAnswer.endsWithClose(current, response)) {
			this.ends = true;
			this.output.endWithClose(this.connection);
		}
		if (this.ends) {
			response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
		}
		else if (!current.passed && current.version().equals(HttpVersion.HTTP_1_0)) {
			response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.KEEP_ALIVE);
		}
	}

	/** The header line that says what was decided. */
	byte[] line(Exchange current) {
		if (this.ends) {
			return ResponseOutput.CLOSE;
		}
		return current.version().equals(HttpVersion.HTTP_1_0) ? ResponseOutput.KEEP_ALIVE : ResponseOutput.NOTHING;
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
		this.ends |= undecodable || (this.connection.lastExchange(0) && !this.connection.draining());
		return this.ends;
	}

	/**
	 * Closes: at once where the client has nothing more to send, else by halves. A client
	 * that pipelines may be sending what we do not see yet; one that missed a deadline
	 * has had its time.
	 */
	void close(ChannelHandlerContext ctx, Exchange last, boolean pipelined) {
		if (this.output.breaksOff(ctx)) {
			return;
		}
		if (last.requestComplete && !pipelined && !last.request().decoderResult().isFailure()) {
			ctx.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
		}
		else {
			this.lingering.start(ctx, last.status == HttpResponseStatus.REQUEST_TIMEOUT.code());
		}
	}

	/** Closes now, whatever the client may still be sending. */
	void abort(ChannelHandlerContext ctx) {
		this.ends = true;
		if (!this.output.breaksOff(ctx)) {
			ctx.close();
		}
	}

	/** Closes at the wish of another handler, unless that is under way by halves. */
	void close(ChannelHandlerContext ctx, ChannelPromise promise) {
		if (this.output.breaksOff(ctx)) {
			promise.trySuccess();
		}
		else if (!this.lingering.started()) {
			ctx.close(promise);
		}
		else {
			ctx.channel().closeFuture().addListener((closed) -> promise.trySuccess());
		}
	}

	/** Drops what is received once the connection is being closed. */
	boolean discards(ByteBuf in) {
		return this.ends && this.lingering.discard(in);
	}

}
