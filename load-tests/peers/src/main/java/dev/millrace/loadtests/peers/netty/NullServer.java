package dev.millrace.loadtests.peers.netty;

import java.nio.charset.StandardCharsets;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/**
 * The cheapest target there is, to find out what a generator can do: counts the ends of
 * request heads and answers each with the same bytes, whatever was asked for.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write closes the connection,
												// which is noticed
public final class NullServer extends ChannelInboundHandlerAdapter {

	private static final int END_OF_HEAD = 0x0d0a0d0a;

	private static final ByteBuf ANSWER = Unpooled.unreleasableBuffer(Unpooled.directBuffer()
		.writeBytes(("HTTP/1.1 200 OK\r\nContent-Type: text/plain;charset=UTF-8\r\nContent-Length: 13\r\n\r\n"
				+ "Hello, World!")
			.getBytes(StandardCharsets.US_ASCII)));

	private int lastBytes;

	private NullServer() {
	}

	/**
	 * Starts the server.
	 * @param args not used
	 * @throws InterruptedException when interrupted
	 */
	public static void main(String[] args) throws InterruptedException {
		Listener.listen("Null server", (pipeline) -> pipeline.addLast(new NullServer()));
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		ByteBuf bytes = (ByteBuf) message;
		try {
			bytes.forEachByte((value) -> {
				this.lastBytes = (this.lastBytes << 8) | (value & 0xff);
				if (this.lastBytes == END_OF_HEAD) {
					context.write(ANSWER.duplicate(), context.voidPromise());
				}
				return true;
			});
		}
		finally {
			bytes.release();
		}
	}

	@Override
	public void channelReadComplete(ChannelHandlerContext context) {
		context.flush();
	}

	@Override
	public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
		context.close();
	}

}
