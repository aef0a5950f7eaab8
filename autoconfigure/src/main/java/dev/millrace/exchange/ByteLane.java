package dev.millrace.exchange;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;

/**
 * Answers requests straight from their bytes. Offered what was received at each boundary
 * between messages; takes only what it fully understands.
 */
@FunctionalInterface
public interface ByteLane {

	/** Takes nothing. */
	ByteLane NONE = (ctx, received) -> {
	};

	/**
	 * Answers as many of the requests at the front as it can.
	 * @param ctx context of the decoder, to write answers with
	 * @param received the bytes, read up to the first request that was not answered
	 */
	void answer(ChannelHandlerContext ctx, ByteBuf received);

}
