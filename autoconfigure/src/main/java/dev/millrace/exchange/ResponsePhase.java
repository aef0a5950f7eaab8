package dev.millrace.exchange;

import java.io.IOException;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.FileRegion;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/**
 * Takes a response past the filters on its way out, our own and that of the application.
 */
final class ResponsePhase {

	private ResponsePhase() {
	}

	static void write(ExchangeHandler handler, Exchange current, ChannelHandlerContext ctx, Object msg,
			ChannelPromise promise) {
		boolean last = Messages.isLast(msg);
		Answer replacement = null;
		boolean starts = msg instanceof HttpResponse && !current.responseStarted;
		if (starts) {
			HttpResponse response = (HttpResponse) msg;
			current.responseStarts();
			current.status = response.status().code();
			handler.settings().headers().addTo(response.headers(), handler.nanos());
			try {
				replacement = filterResponse(handler, current, response);
			}
			catch (Throwable ex) {
				replacement = handler.failed(current, ex);
			}
			if (replacement == null) {
				current.status = response.status().code();
			}
		}
		if (replacement != null || current.replaced) {
			ReferenceCountUtil.release(msg);
			promise.trySuccess();
			if (replacement != null) {
				current.replaced = true;
				new AnswerWriter(handler, current, false).write(replacement);
			}
			if (last) {
				handler.endIfOver(current);
			}
			return;
		}
		Object out = msg;
		if (handler.settings().filters().seesResponseBody()) {
			try {
				out = filtered(handler, current, msg);
			}
			catch (Throwable ex) {
				Answers.release(handler.failed(current, ex));
				promise.tryFailure(ex);
				handler.breakOff(current);
				return;
			}
		}
		if (starts) {
			handler.headReady(current, (HttpResponse) out);
		}
		AnnouncedLength length = AnnouncedLength.of(current);
		if (length != null && !length.admits(out)) {
			writeRest(handler, current, ctx, length.cut(out), promise);
			length.exceeded();
			return;
		}
		if (length != null && last && length.isMissing()) {
			ReferenceCountUtil.release(out);
			promise.tryFailure(new IOException("The body is shorter than its Content-Length"));
			length.missed();
			return;
		}
		current.bytesOut += Messages.length(out);
		handler.written(ctx.write(out, promise));
		if (last) {
			handler.responseEnded(current);
		}
	}

	/** Writes what of a message that is too long still belongs to the body. */
	private static void writeRest(ExchangeHandler handler, Exchange current, ChannelHandlerContext ctx,
			@Nullable Object rest, ChannelPromise promise) {
		if (rest == null) {
			promise.trySuccess();
			return;
		}
		current.bytesOut += Messages.length(rest);
		handler.written(ctx.write(rest, promise));
	}

	private static Object filtered(ExchangeHandler handler, Exchange current, Object msg) {
		if (msg instanceof ByteBuf bytes) {
			return filterBody(handler, current, bytes);
		}
		if (msg instanceof FullHttpResponse full) {
			return full.content().isReadable() ? full.replace(filterBody(handler, current, full.content())) : full;
		}
		if (msg instanceof LastHttpContent last) {
			return last.content().isReadable() ? last.replace(filterBody(handler, current, last.content())) : last;
		}
		if (msg instanceof HttpContent content) {
			return content.replace(filterBody(handler, current, content.content()));
		}
		if (msg instanceof Http2DataFrame data && data.content().isReadable()) {
			return new DefaultHttp2DataFrame(filterBody(handler, current, data.content()), data.isEndStream(),
					data.padding());
		}
		if (msg instanceof FileRegion file) {
			return new DefaultHttpContent(
					filterBody(handler, current, FilePieces.readWhole(handler.context().alloc(), file)));
		}
		return msg;
	}

	/** Sends an answer of our own. */
	static void respond(ExchangeHandler handler, Exchange current, Answer answer) {
		if (current.ended || current.responseStarted) {
			Answers.release(answer);
			return;
		}
		FilterChain filters = handler.settings().filters();
		boolean direct = !filters.seesResponseHead() && !filters.seesResponseBody() && handler.layout().allowsBytes();
		if (direct && answer instanceof PreparedResponse prepared) {
			current.status = prepared.status();
			current.responseStarts();
			current.headSent = true;
			handler.writePrepared(current, prepared);
			handler.responseEnded(current);
		}
		else if (direct && answer instanceof Answer.Raw raw && RawMessage.status(raw.bytes()) >= 200) {
			current.status = raw.status();
			current.responseStarts();
			current.headSent = true;
			handler.writeRaw(current, raw.bytes());
			handler.responseEnded(current);
		}
		else {
			new AnswerWriter(handler, current, true).write(answer);
		}
	}

	/** Sends an answer on which no filter has a say. */
	static void respondUnfiltered(ExchangeHandler handler, Exchange current, PreparedResponse answer) {
		if (!handler.layout().allowsBytes() && !DecoderFailure.isTimeout(current.request())) {
			new AnswerWriter(handler, current, false).write(answer);
			return;
		}
		current.status = answer.status();
		current.responseStarts();
		current.headSent = true;
		handler.writePrepared(current, answer);
		handler.responseEnded(current);
	}

	/** Shows the head of a response to the filters, in reverse order. */
	static @Nullable Answer filterResponse(ExchangeHandler handler, Exchange current, HttpResponse response) {
		FilterChain filters = handler.settings().filters();
		if (!filters.seesResponseHead()) {
			return null;
		}
		ResponseHead head = new ResponseHead(response);
		for (int i = current.asked - 1; i >= 0; i--) {
			if (filters.seesResponseHead(i) && !current.skips(i)) {
				Answer replacement = filters.get(i).onResponse(current, head);
				if (replacement != null) {
					return replacement;
				}
			}
		}
		return null;
	}

	/** Shows a piece of a response body to the filters, in reverse order. */
	static ByteBuf filterBody(ExchangeHandler handler, Exchange current, ByteBuf piece) {
		FilterChain filters = handler.settings().filters();
		ByteBuf filtered = piece;
		for (int i = current.asked - 1; i >= 0; i--) {
			if (filters.seesResponseBody(i) && !current.skips(i)) {
				filtered = filterBody(filters.get(i), current, filtered);
			}
		}
		return filtered;
	}

	private static ByteBuf filterBody(ExchangeFilter filter, Exchange current, ByteBuf piece) {
		try {
			return filter.onResponseBody(current, piece);
		}
		catch (Throwable ex) {
			if (piece.refCnt() > 0) {
				piece.release();
			}
			throw ex;
		}
	}

}
