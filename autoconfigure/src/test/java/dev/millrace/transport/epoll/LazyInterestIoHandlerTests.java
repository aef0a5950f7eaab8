package dev.millrace.transport.epoll;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoEvent;
import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.IoOps;
import io.netty.channel.IoRegistration;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoEvent;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.unix.FileDescriptor;
import io.netty.util.concurrent.ThreadAwareExecutor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

@Timeout(60)
class LazyInterestIoHandlerTests {

	private static final int IN = EpollIoOps.EPOLLIN.value();

	private static final int OUT = EpollIoOps.EPOLLOUT.value();

	private static final int RDHUP = EpollIoOps.EPOLLRDHUP.value();

	private static final Duration AT_MOST = Duration.ofSeconds(20);

	@BeforeAll
	static void epoll() {
		assumeTrue(Epoll.isAvailable());
	}

	/**
	 * Whatever a connection wants and whatever happens on the wire, it hears the same as
	 * from epoll alone, and the kernel is told no more often.
	 */
	@Test
	void aConnectionHearsWhatEpollAloneTells() throws Exception {
		long saved = 0;
		for (int seed = 0; seed < 20_000; seed++) {
			Random random = new Random(seed);
			Wire plain = new Wire();
			Wire lazy = new Wire();
			IoRegistration plainly = plain.register(plain);
			IoRegistration lazily = LazyInterestIoHandler.factory((executor) -> lazy).newHandler(THREAD).register(lazy);
			for (int step = 0; step < 30; step++) {
				int bits = random.nextInt(8);
				int ops = ((bits & 1) != 0 ? IN : 0) | ((bits & 2) != 0 ? OUT : 0) | ((bits & 4) != 0 ? RDHUP : 0);
				if (random.nextInt(3) > 0) {
					assertThat(lazily.submit(EpollIoOps.valueOf(ops)))
						.isEqualTo(plainly.submit(EpollIoOps.valueOf(ops)));
				}
				else {
					plain.poll(ops);
					lazy.poll(ops);
				}
				assertThat(lazy.heard).as("seed " + seed).isEqualTo(plain.heard);
			}
			assertThat(lazy.told).as("seed " + seed).isLessThanOrEqualTo(plain.told);
			saved += plain.told - lazy.told;
		}
		assertThat(saved).isPositive();
	}

	@Test
	void readingOnAndOffBetweenRequestsCostsNoSystemCall() throws Exception {
		AtomicLong told = new AtomicLong();
		try (Server server = new Server(told); Socket client = server.connect()) {
			Channel channel = server.accepted();
			assertThat(answer(client)).isEqualTo('x');
			long before = told.get();
			for (int i = 0; i < 1000; i++) {
				assertThat(answer(client)).isEqualTo('x');
			}
			assertThat(told.get()).isEqualTo(before);
			assertThat(channel.eventLoop().submit(() -> channel.config().isAutoRead()).get()).isTrue();
		}
	}

	@Test
	void aConnectionThatDoesNotReadHoldsItsClientBack() throws Exception {
		try (Server server = new Server(new AtomicLong()); Socket client = server.connect()) {
			Channel channel = server.accepted();
			channel.eventLoop().submit(() -> channel.config().setAutoRead(false)).get();
			AtomicLong sent = new AtomicLong();
			byte[] block = new byte[1 << 16];
			Thread flood = new Thread(() -> {
				try {
					OutputStream out = client.getOutputStream();
					for (int i = 0; i < 1024; i++) {
						out.write(block);
						sent.addAndGet(block.length);
					}
				}
				catch (IOException ex) {
					sent.set(-1);
				}
			});
			flood.start();
			await().atMost(AT_MOST).until(() -> flood.getState() == Thread.State.RUNNABLE && sent.get() > 0);
			long stalled = stalled(sent);
			assertThat(stalled).isLessThan(64L << 20);
			assertThat(server.read.get()).isZero();
			channel.eventLoop().submit(() -> channel.config().setAutoRead(true)).get();
			await().atMost(AT_MOST).until(() -> server.read.get() == 64L << 20);
			flood.join();
		}
	}

	/** What was sent when nothing more could be for a while. */
	private static long stalled(AtomicLong sent) {
		AtomicLong last = new AtomicLong(-1);
		await().atMost(AT_MOST)
			.pollInterval(Duration.ofMillis(500))
			.until(() -> last.getAndSet(sent.get()) == sent.get());
		return last.get();
	}

	@Test
	void aClientThatGoesIsNoticedWithoutReading() throws Exception {
		try (Server server = new Server(new AtomicLong())) {
			Socket client = server.connect();
			Channel channel = server.accepted();
			channel.eventLoop().submit(() -> channel.config().setAutoRead(false)).get();
			client.setSoLinger(true, 0);
			client.close();
			assertThat(channel.closeFuture().await(20, TimeUnit.SECONDS)).isTrue();
		}
	}

	private static int answer(Socket client) throws IOException {
		client.getOutputStream().write('r');
		InputStream in = client.getInputStream();
		return in.read();
	}

	private static final ThreadAwareExecutor THREAD = new ThreadAwareExecutor() {

		@Override
		public boolean isExecutorThread(Thread thread) {
			return true;
		}

		@Override
		public void execute(Runnable command) {
			command.run();
		}

	};

	/**
	 * An epoll and the one connection on it: tells of what is ready and asked for, as
	 * often as it is polled.
	 */
	@SuppressWarnings("try")
	private static final class Wire implements IoHandler, EpollIoHandle, IoRegistration {

		private final FileDescriptor descriptor = new FileDescriptor(1_000_000);

		private final List<Integer> heard = new ArrayList<>();

		private @Nullable IoHandle connection;

		private int asked;

		private int told;

		void poll(int ready) {
			int ops = ready & this.asked;
			if (ops != 0 && this.connection != null) {
				EpollIoEvent event = () -> EpollIoOps.valueOf(ops);
				this.connection.handle(this, event);
			}
		}

		@Override
		public IoRegistration register(IoHandle handle) {
			this.connection = handle;
			return this;
		}

		@Override
		public long submit(IoOps ops) {
			int value = ((EpollIoOps) ops).value();
			this.told += (value != this.asked) ? 1 : 0;
			this.asked = value;
			return value;
		}

		@Override
		public void handle(IoRegistration registration, IoEvent event) {
			this.heard.add(((EpollIoEvent) event).ops().value());
		}

		@Override
		public FileDescriptor fd() {
			return this.descriptor;
		}

		@Override
		public int run(IoHandlerContext context) {
			throw new UnsupportedOperationException();
		}

		@Override
		public void wakeup() {
			throw new UnsupportedOperationException();
		}

		@Override
		public boolean isCompatible(Class<? extends IoHandle> handleType) {
			return true;
		}

		@Override
		public <T> T attachment() {
			throw new UnsupportedOperationException();
		}

		@Override
		public boolean isValid() {
			return true;
		}

		@Override
		public boolean cancel() {
			return false;
		}

		@Override
		public void close() {
			// Nothing is open.
		}

	}

	/**
	 * Counts what the kernel is told by epoll's own handler.
	 */
	private static final class Counting extends ForwardingIoHandler {

		private final AtomicLong told;

		Counting(IoHandler epoll, AtomicLong told) {
			super(epoll);
			this.told = told;
		}

		static IoHandlerFactory factory(AtomicLong told) {
			IoHandlerFactory epoll = EpollIoHandler.newFactory();
			return (executor) -> new Counting(epoll.newHandler(executor), told);
		}

		@Override
		public IoRegistration register(IoHandle handle) throws Exception {
			IoRegistration registration = super.register(handle);
			return new IoRegistration() {

				@Override
				public <T> T attachment() {
					return registration.attachment();
				}

				@Override
				public long submit(IoOps ops) {
					Counting.this.told.incrementAndGet();
					return registration.submit(ops);
				}

				@Override
				public boolean isValid() {
					return registration.isValid();
				}

				@Override
				public boolean cancel() {
					return registration.cancel();
				}

			};
		}

	}

	/**
	 * Answers each read with one byte, a turn of the loop later, and reads nothing in
	 * between, as Reactor Netty does.
	 */
	private static final class Server implements AutoCloseable {

		private final EventLoopGroup loops;

		private final Channel listener;

		private final LinkedBlockingQueue<Channel> accepted = new LinkedBlockingQueue<>();

		private final AtomicLong read = new AtomicLong();

		Server(AtomicLong told) {
			this.loops = new MultiThreadIoEventLoopGroup(1, LazyInterestIoHandler.factory(Counting.factory(told)));
			this.listener = new ServerBootstrap().group(this.loops)
				.channel(EpollServerSocketChannel.class)
				.childHandler(new ChannelInitializer<>() {

					@Override
					protected void initChannel(Channel channel) {
						channel.pipeline().addLast(new Answers());
						Server.this.accepted.add(channel);
					}

				})
				.bind("127.0.0.1", 0)
				.syncUninterruptibly()
				.channel();
		}

		Socket connect() throws IOException {
			return new Socket("127.0.0.1", ((InetSocketAddress) this.listener.localAddress()).getPort());
		}

		Channel accepted() throws InterruptedException {
			Channel channel = this.accepted.poll(20, TimeUnit.SECONDS);
			assertThat(channel).isNotNull();
			return channel;
		}

		@Override
		public void close() {
			this.loops.shutdownGracefully(0, 10, TimeUnit.SECONDS).syncUninterruptibly();
		}

		private final class Answers extends ChannelInboundHandlerAdapter {

			@Override
			public void channelRead(ChannelHandlerContext context, Object message) {
				ByteBuf bytes = (ByteBuf) message;
				Server.this.read.addAndGet(bytes.readableBytes());
				boolean request = bytes.readableBytes() == 1;
				bytes.release();
				if (request) {
					context.channel().config().setAutoRead(false);
					context.executor().execute(() -> {
						context.writeAndFlush(context.alloc().buffer(1).writeByte('x'));
						context.channel().config().setAutoRead(true);
					});
				}
			}

		}

	}

}
