package dev.millrace.exchange;

import dev.millrace.exchange.message.BodyCollector;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.CompositeByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import org.jspecify.annotations.Nullable;

/**
 * The pieces of a request body that are held while a filter decides: shown to it whole if
 * it asks for that, and replayed to the application when all filters let it pass. One per
 * handler, used for one exchange after the other; confined to the event loop.
 */
final class RequestBody {

	private final ExchangeHandler handler;

	private final RequestProgress request;

	private final FilterRun filters;

	private @Nullable BodyCollector pieces;

	RequestBody(ExchangeHandler handler, RequestProgress request, FilterRun filters) {
		this.handler = handler;
		this.request = request;
		this.filters = filters;
	}

	/** Whether pieces are held that no filter has asked for. */
	boolean isHeld() {
		return this.pieces != null && !this.pieces.wanted() && !this.pieces.isEmpty();
	}

	/** Holds a piece; takes it over. */
	void collect(HttpContent piece) {
		BodyCollector collected = collector();
		collected.add(piece);
		if (collected.wanted()) {
			show(collected);
		}
	}

	private BodyCollector collector() {
		BodyCollector collected = this.pieces;
		if (collected == null) {
			collected = new BodyCollector();
			this.pieces = collected;
		}
		return collected;
	}

	/** The filter that was asked last asks for the whole body. */
	void want(Exchange current, int limit) {
		HttpRequest head = current.request();
		if (HttpUtil.getContentLength(head, 0L) > limit) {
			this.handler.responder().respond(current, Refusals.TOO_LARGE);
			return;
		}
		BodyCollector collected = collector();
		collected.want(limit);
		if (!this.request.isComplete() && HttpUtil.is100ContinueExpected(head)) {
			sendContinue(current);
		}
		show(collected);
	}

	/** Shows the body once it is there, and does what the filter says. */
	private void show(BodyCollector collected) {
		if (collected.overflown()) {
			this.handler.responder().respond(this.request.current(), Refusals.TOO_LARGE);
		}
		else if (this.request.isComplete()) {
			collected.want(-1);
			this.request.apply(verdict(collected));
		}
		else {
			this.handler.readMore();
		}
	}

	private Verdict verdict(BodyCollector collected) {
		Exchange current = this.request.current();
		ByteBuf joined = collected.joined();
		try {
			return this.filters.body(current, joined);
		}
		catch (Throwable ex) {
			return this.handler.failed(current, ex);
		}
		finally {
			if (joined instanceof CompositeByteBuf && joined.refCnt() > 0) {
				joined.release();
			}
		}
	}

	/** Asks for the body, and sees to it that the application does not do so again. */
	private void sendContinue(Exchange current) {
		current.removeHeader(HttpHeaderNames.EXPECT);
		this.handler.send(
				new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE, Unpooled.EMPTY_BUFFER));
		this.handler.flushSoon();
	}

	/** Gives the application what was held. */
	void replay(ChannelHandlerContext ctx) {
		BodyCollector collected = this.pieces;
		if (collected != null) {
			this.pieces = null;
			collected.replay(ctx);
			ctx.fireChannelReadComplete();
		}
	}

	/** The exchange is over. */
	void release() {
		if (this.pieces != null) {
			this.pieces.release();
			this.pieces = null;
		}
	}

}
