package dev.millrace.testing;

import java.util.concurrent.CompletableFuture;

import javax.net.ssl.SSLException;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.handler.codec.http2.Http2StreamChannelBootstrap;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP/2 client that sends exactly the header fields it is told to.
 */
public final class StreamClient implements AutoCloseable {

	private final MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());

	private final Channel connection;

	public StreamClient(int port) {
		this(port, null);
	}

	private StreamClient(int port, @Nullable SslContext tls) {
		this.connection = new Bootstrap().group(this.group)
			.channel(NioSocketChannel.class)
			.handler(new ChannelInitializer<>() {
				@Override
				protected void initChannel(Channel channel) {
					if (tls != null) {
						channel.pipeline().addLast(tls.newHandler(channel.alloc()));
					}
					channel.pipeline()
						.addLast(Http2FrameCodecBuilder.forClient().validateHeaders(false).build(),
								new Http2MultiplexHandler(new ChannelInboundHandlerAdapter()));
				}
			})
			.connect("127.0.0.1", port)
			.syncUninterruptibly()
			.channel();
	}

	/** A client that speaks TLS. */
	public static StreamClient tls(int port) {
		try {
			return new StreamClient(port,
					SslContextBuilder.forClient()
						.trustManager(InsecureTrustManagerFactory.INSTANCE)
						.applicationProtocolConfig(
								new ApplicationProtocolConfig(Protocol.ALPN, SelectorFailureBehavior.NO_ADVERTISE,
										SelectedListenerFailureBehavior.ACCEPT, ApplicationProtocolNames.HTTP_2))
						.build());
		}
		catch (SSLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** Sends a head of pairs of names and values; answers with a status or a reset. */
	public String send(String... fields) {
		return start(fields).join();
	}

	/** Sends a head without waiting for the answer. */
	public CompletableFuture<String> start(String... fields) {
		CompletableFuture<String> answer = new CompletableFuture<>();
		DefaultHttp2Headers headers = new DefaultHttp2Headers(false);
		for (int i = 0; i < fields.length; i += 2) {
			headers.add(fields[i], fields[i + 1]);
		}
		Http2StreamChannel stream = new Http2StreamChannelBootstrap(this.connection)
			.handler(new ChannelInboundHandlerAdapter() {

				@Override
				public void channelRead(ChannelHandlerContext ctx, Object msg) {
					if (msg instanceof Http2HeadersFrame head) {
						answer.complete(String.valueOf(head.headers().status()));
					}
					ReferenceCountUtil.release(msg);
				}

				@Override
				public void userEventTriggered(ChannelHandlerContext ctx, Object evt) {
					if (evt instanceof Http2ResetFrame reset) {
						answer.complete("reset " + reset.errorCode());
					}
					ReferenceCountUtil.release(evt);
				}

				@Override
				public void channelInactive(ChannelHandlerContext ctx) {
					answer.complete("closed");
				}

			})
			.open()
			.syncUninterruptibly()
			.getNow();
		stream.writeAndFlush(new DefaultHttp2HeadersFrame(headers, true));
		return answer;
	}

	public boolean isOpen() {
		return this.connection.isActive();
	}

	@Override
	public void close() {
		this.connection.close().syncUninterruptibly();
		this.group.shutdownGracefully(0, 1, java.util.concurrent.TimeUnit.SECONDS).syncUninterruptibly();
	}

}
