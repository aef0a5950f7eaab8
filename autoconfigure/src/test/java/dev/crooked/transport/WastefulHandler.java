package dev.crooked.transport;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/** A handler counts as request code in every room. */
class WastefulHandler extends ChannelInboundHandlerAdapter {

	@Override
	public void channelActive(ChannelHandlerContext context) {
		context.fireUserEventTriggered(String.format("%s", context.name()));
	}

}
