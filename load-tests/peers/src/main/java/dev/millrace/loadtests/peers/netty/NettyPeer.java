package dev.millrace.loadtests.peers.netty;

import java.nio.charset.StandardCharsets;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.ReferenceCountUtil;

/**
 * Bare Netty: its HTTP codec and one handler.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write closes the connection,
												// which is noticed
public final class NettyPeer extends ChannelInboundHandlerAdapter {

	private static final ByteBuf HELLO = Unpooled
		.unreleasableBuffer(Unpooled.copiedBuffer("Hello, World!", StandardCharsets.US_ASCII));

	private NettyPeer() {
	}

	/**
	 * Starts the server.
	 * @param args not used
	 * @throws InterruptedException when interrupted
	 */
	public static void main(String[] args) throws InterruptedException {
		Listener.listen("Netty", (pipeline) -> pipeline.addLast(new HttpServerCodec(), new NettyPeer()));
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		try {
			if (message instanceof HttpRequest request) {
				answer(context, request);
			}
		}
		finally {
			ReferenceCountUtil.release(message);
		}
	}

	private static void answer(ChannelHandlerContext context, HttpRequest request) {
		boolean found = request.method().equals(HttpMethod.GET) && "/plaintext".equals(request.uri());
		HttpHeaders headers = DefaultHttpHeadersFactory.headersFactory().withValidation(false).newHeaders();
		headers.set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.TEXT_PLAIN);
		headers.setInt(HttpHeaderNames.CONTENT_LENGTH, found ? HELLO.readableBytes() : 0);
		FullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1,
				found ? HttpResponseStatus.OK : HttpResponseStatus.NOT_FOUND,
				found ? HELLO.duplicate() : Unpooled.EMPTY_BUFFER, headers, EmptyHttpHeaders.INSTANCE);
		if (HttpUtil.isKeepAlive(request)) {
			context.write(response, context.voidPromise());
		}
		else {
			context.write(response).addListener(ChannelFutureListener.CLOSE);
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
