package dev.millrace.transport.epoll;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import dev.millrace.connection.direct.DirectSocket;
import dev.millrace.transport.TestLoops;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollServerSocketChannel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

@Timeout(60)
class EpollSocketTests {

	private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, TestLoops.ioHandlers());

	private final LinkedBlockingQueue<Channel> accepted = new LinkedBlockingQueue<>();

	private final LinkedBlockingQueue<Throwable> failures = new LinkedBlockingQueue<>();

	private Socket client;

	private Channel channel;

	private DirectSocket socket;

	@BeforeAll
	static void epoll() {
		assumeTrue(Epoll.isAvailable());
	}

	@BeforeEach
	void connect() throws Exception {
		Channel listener = new ServerBootstrap().group(this.loops)
			.channel(EpollServerSocketChannel.class)
			.childHandler(new ChannelInitializer<>() {

				@Override
				protected void initChannel(Channel child) {
					child.config().setAutoRead(false);
					child.pipeline().addLast(new ChannelInboundHandlerAdapter() {

						@Override
						public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
							EpollSocketTests.this.failures.add(cause);
						}

					});
					EpollSocketTests.this.accepted.add(child);
				}

			})
			.bind("127.0.0.1", 0)
			.syncUninterruptibly()
			.channel();
		this.client = new Socket("127.0.0.1", ((InetSocketAddress) listener.localAddress()).getPort());
		this.channel = this.accepted.poll(20, TimeUnit.SECONDS);
		this.socket = this.channel.attr(DirectSocket.KEY).get();
	}

	@AfterEach
	void close() throws IOException {
		this.client.close();
		this.loops.shutdownGracefully(0, 10, TimeUnit.SECONDS).syncUninterruptibly();
	}

	@Test
	void readsWhatIsThere() throws Exception {
		assertThat(inLoop(this::read)).isEmpty();
		this.client.getOutputStream().write("hello".getBytes(StandardCharsets.US_ASCII));
		await().until(() -> inLoop(this::read), "hello"::equals);
		this.client.shutdownOutput();
		await().until(() -> inLoop(this::read), "the channel's turn"::equals);
		assertThat(this.failures).isEmpty();
	}

	@Test
	void writesWhatTheKernelTakes() throws Exception {
		ByteBuf bytes = this.channel.alloc().directBuffer().writeBytes("hello".getBytes(StandardCharsets.US_ASCII));
		inLoop(() -> {
			this.socket.write(bytes);
			return bytes;
		});
		assertThat(bytes.isReadable()).isFalse();
		bytes.release();
		assertThat(this.client.getInputStream().readNBytes(5)).asString(StandardCharsets.US_ASCII).isEqualTo("hello");
	}

	@Test
	void doesNotOvertakeWhatWaitsInTheChannel() throws Exception {
		ByteBuf bytes = this.channel.alloc().directBuffer().writeBytes(" world".getBytes(StandardCharsets.US_ASCII));
		inLoop(() -> {
			this.channel.write(Unpooled.copiedBuffer("hello", StandardCharsets.US_ASCII));
			this.socket.write(bytes);
			assertThat(bytes.readableBytes()).isEqualTo(6);
			return this.channel.writeAndFlush(bytes);
		});
		assertThat(this.client.getInputStream().readNBytes(11)).asString(StandardCharsets.US_ASCII)
			.isEqualTo("hello world");
	}

	/** The loop is held up, so that the channel does not hear of the reset before. */
	@Test
	void aResetIsToldToThePipelineAndLeftToTheChannel() throws Exception {
		String read = inLoop(() -> {
			this.client.setSoLinger(true, 0);
			this.client.close();
			return read();
		});
		assertThat(read).isEqualTo("the channel's turn");
		assertThat(this.failures).singleElement().isInstanceOf(IOException.class);
		assertThat(leftOfFive()).isEqualTo(5);
	}

	@Test
	void leavesAClosedSocketAlone() throws Exception {
		assertThat(inLoop(() -> {
			this.channel.close();
			return read();
		})).isEqualTo("the channel's turn");
		assertThat(leftOfFive()).isEqualTo(5);
	}

	/** Writes five bytes and returns how many of them are left. */
	private int leftOfFive() throws Exception {
		return inLoop(() -> {
			ByteBuf bytes = this.channel.alloc().directBuffer().writeBytes(new byte[5]);
			this.socket.write(bytes);
			int left = bytes.readableBytes();
			bytes.release();
			return left;
		});
	}

	private String read() {
		ByteBuf bytes = this.socket.read();
		if (bytes == null) {
			return "the channel's turn";
		}
		String text = bytes.toString(StandardCharsets.US_ASCII);
		bytes.release();
		return text;
	}

	private <T> T inLoop(Callable<T> task) throws Exception {
		return this.channel.eventLoop().submit(task).get(20, TimeUnit.SECONDS);
	}

}
