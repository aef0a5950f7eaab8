package dev.millrace.connection.accept;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.ReferenceCountUtil;

/**
 * The only handler of a connection that is answered with 503 because the server is full.
 * The output is closed first and the input read until the client closes: closing a socket
 * with unread input would make the kernel send a reset, which may destroy the answer on
 * its way.
 */
final class RejectHandler extends ChannelInboundHandlerAdapter {

	private static final ByteBuf ANSWER = Unpooled.unreleasableBuffer(Unpooled.copiedBuffer(
			"HTTP/1.1 503 Service Unavailable\r\nretry-after: 1\r\ncontent-length: 0\r\nconnection: close\r\n\r\n",
			StandardCharsets.US_ASCII));

	private static final int LONGEST_SECONDS = 2;

	private static final int MOST_BYTES = 64 * 1024;

	private int dropped;

	@Override
	public void channelActive(ChannelHandlerContext ctx) {
		Channel channel = ctx.channel();
		ctx.writeAndFlush(ANSWER.duplicate()).addListener((ChannelFutureListener) (written) -> {
			if (written.isSuccess() && channel instanceof DuplexChannel duplex) {
				duplex.shutdownOutput();
			}
			else {
				channel.close();
			}
		});
		ctx.executor().schedule(() -> channel.close(), LONGEST_SECONDS, TimeUnit.SECONDS);
		channel.read();
	}

	@Override
	public void channelRead(ChannelHandlerContext ctx, Object msg) {
		this.dropped += (msg instanceof ByteBuf bytes) ? bytes.readableBytes() : 0;
		ReferenceCountUtil.release(msg);
		if (this.dropped > MOST_BYTES) {
			ctx.close();
		}
	}

	@Override
	public void channelReadComplete(ChannelHandlerContext ctx) {
		ctx.read();
	}

	@Override
	public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
		ctx.close();
	}

}
