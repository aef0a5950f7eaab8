package dev.millrace.exchange.http1;

import dev.millrace.exchange.syntax.ByteLaneRequest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import org.jspecify.annotations.Nullable;

/**
 * The bytes that a client sent behind a request that may turn the connection into a
 * tunnel. Until the answer it is unknown whether they are HTTP, so they are kept out of
 * the decoder's buffer: Netty gives that buffer to the handler that replaces the decoder,
 * before the answer is written. They are at most those of one read, because no read
 * begins while bytes wait.
 */
final class Http1BytesAhead {

	private @Nullable ByteBuf bytes;

	static boolean mayTunnel(HttpRequest request) {
		return !(request instanceof ByteLaneRequest)
				&& (request.headers().contains(HttpHeaderNames.UPGRADE) || HttpMethod.CONNECT.equals(request.method()));
	}

	boolean isEmpty() {
		return this.bytes == null;
	}

	/** Takes all that can be read. */
	void takeFrom(ByteBuf in) {
		ByteBuf more = in.readRetainedSlice(in.readableBytes());
		this.bytes = (this.bytes == null) ? more : Unpooled.wrappedBuffer(this.bytes, more);
	}

	/** Gives away what was taken; to be released by the caller. */
	@Nullable ByteBuf take() {
		ByteBuf taken = this.bytes;
		this.bytes = null;
		return taken;
	}

	void release() {
		ByteBuf taken = take();
		if (taken != null) {
			taken.release();
		}
	}

}
