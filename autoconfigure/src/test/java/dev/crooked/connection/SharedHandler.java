package dev.crooked.connection;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/** Shared by connections, yet keeps the last of them. */
@ChannelHandler.Sharable
class SharedHandler extends ChannelInboundHandlerAdapter {

	final int limit = 1;

	int last;

	@Override
	public void channelActive(ChannelHandlerContext context) {
		this.last = this.limit;
		context.fireChannelActive();
	}

}
