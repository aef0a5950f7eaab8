package dev.millrace.exchange;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.CompositeByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;

/**
 * What becomes of the pieces of a request body: they are passed on, held for a filter
 * that decides, or dropped once the answer is given.
 */
final class RequestBody {

	private RequestBody() {
	}

	static void received(ExchangeHandler handler, Exchange current, ChannelHandlerContext ctx, HttpContent content) {
		if (!current.requestComplete && content.decoderResult().isFailure() && !current.responseStarted) {
			current.requestComplete = true;
			Throwable cause = content.decoderResult().cause();
			content.release();
			handler.reject(current, DecoderFailure.answerToBody(cause));
			return;
		}
		current.bytesIn += content.content().readableBytes();
		if (current.bytesIn > handler.settings().rules().maxBodySize() && !current.responseComplete) {
			content.release();
			tooLarge(handler, current);
			return;
		}
		boolean wasComplete = current.requestComplete;
		boolean last = Messages.isLast(content);
		if (current.clocks != null) {
			current.clocks.bodyReceived(content.content().readableBytes(), last, handler.nanos());
		}
		current.requestComplete |= last;
		current.requestEnded |= last;
		if (current.passed && (wasComplete || !current.responseComplete)) {
			ctx.fireChannelRead(owned(ctx, content));
		}
		else if (current.responseStarted) {
			int bytes = content.content().readableBytes();
			if (last && current.passed && handler.layout().wantsEnds()) {
				ctx.fireChannelRead(LastHttpContent.EMPTY_LAST_CONTENT);
			}
			content.release();
			if (!wasComplete) {
				handler.drainRequest(current, bytes);
			}
		}
		else {
			collect(handler, current, content);
		}
		if (last) {
			handler.endIfOver(current);
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

	private static void tooLarge(ExchangeHandler handler, Exchange current) {
		if (!current.responseStarted) {
			handler.reject(current, DecoderFailure.TOO_LARGE);
			return;
		}
		handler.breakOff(current);
	}

	private static void collect(ExchangeHandler handler, Exchange current, HttpContent content) {
		if (current.body == null) {
			current.body = new BodyCollector();
		}
		current.body.add(content);
		if (current.body.wanted()) {
			arrived(handler, current, current.body);
		}
	}

	/** A filter asks for the whole body. */
	static void want(ExchangeHandler handler, Exchange current, int limit) {
		if (HttpUtil.getContentLength(current.request(), 0L) > limit) {
			ResponsePhase.respond(handler, current, DecoderFailure.TOO_LARGE);
			return;
		}
		if (current.body == null) {
			current.body = new BodyCollector();
		}
		current.body.want(limit);
		if (!current.requestComplete && HttpUtil.is100ContinueExpected(current.request())) {
			sendContinue(handler, current);
		}
		arrived(handler, current, current.body);
	}

	private static void arrived(ExchangeHandler handler, Exchange current, BodyCollector body) {
		if (body.overflown()) {
			ResponsePhase.respond(handler, current, DecoderFailure.TOO_LARGE);
		}
		else if (current.requestComplete) {
			body.want(-1);
			RequestPhase.apply(handler, current, show(handler, current, body));
		}
		else {
			handler.readMore();
		}
	}

	private static Verdict show(ExchangeHandler handler, Exchange current, BodyCollector body) {
		ByteBuf joined = body.joined();
		try {
			return handler.settings().filters().get(current.asked - 1).onBody(current, joined);
		}
		catch (Throwable ex) {
			return handler.failed(current, ex);
		}
		finally {
			if (joined instanceof CompositeByteBuf && joined.refCnt() > 0) {
				joined.release();
			}
		}
	}

	/** Asks for the body, and sees to it that no one behind does so again. */
	private static void sendContinue(ExchangeHandler handler, Exchange current) {
		current.removeHeader(HttpHeaderNames.EXPECT);
		handler.send(
				new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE, Unpooled.EMPTY_BUFFER));
		handler.flushSoon();
	}

}
