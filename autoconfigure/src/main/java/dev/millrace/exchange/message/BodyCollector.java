package dev.millrace.exchange.message;

import java.util.ArrayList;
import java.util.List;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.CompositeByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpContent;
import io.netty.util.ReferenceCountUtil;

/**
 * Holds the pieces of a request body while a filter decides, so that they can be shown to
 * it whole and, when it passes, be replayed to the application in order.
 */
public final class BodyCollector {

	private final List<HttpContent> pieces = new ArrayList<>(4);

	private long size;

	private int limit = -1;

	/** Whether a filter asked for the whole body. */
	public boolean wanted() {
		return this.limit >= 0;
	}

	public void want(int atMost) {
		this.limit = atMost;
	}

	public boolean overflown() {
		return this.limit >= 0 && this.size > this.limit;
	}

	public boolean isEmpty() {
		return this.size == 0;
	}

	public void add(HttpContent piece) {
		this.pieces.add(piece);
		this.size += piece.content().readableBytes();
	}

	/**
	 * Joins the pieces without copying them.
	 * @return a view that lives as long as this collector
	 */
	public ByteBuf joined() {
		if (this.size == 0) {
			return Unpooled.EMPTY_BUFFER;
		}
		if (this.pieces.size() == 1) {
			return this.pieces.get(0).content().slice();
		}
		CompositeByteBuf joined = Unpooled.compositeBuffer(Math.max(2, this.pieces.size()));
		for (HttpContent piece : this.pieces) {
			joined.addComponent(true, piece.content().retainedSlice());
		}
		return joined;
	}

	public void replay(ChannelHandlerContext ctx) {
		List<HttpContent> replayed = List.copyOf(this.pieces);
		this.pieces.clear();
		replayed.forEach(ctx::fireChannelRead);
	}

	public void release() {
		this.pieces.forEach(ReferenceCountUtil::release);
		this.pieces.clear();
	}

}
