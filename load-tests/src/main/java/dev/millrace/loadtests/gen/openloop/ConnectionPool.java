package dev.millrace.loadtests.gen.openloop;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import java.util.function.Consumer;

import dev.millrace.loadtests.gen.Load;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one worker, those that have room for a request first in line.
 * Confined to the worker's event loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // tasks of a loop that ends with the run
final class ConnectionPool {

	private static final int CONNECTS_AT_ONCE = 100;

	private final InetSocketAddress address;

	private final EventLoop loop;

	private final int size;

	private final Worker worker;

	private final ByteBuf request;

	private final Bootstrap bootstrap;

	private final Promise<Void> opened;

	private final Set<Connection> connections = new HashSet<>();

	/** Connections that probably have room; the taker of one must look. */
	private final Queue<Connection> free = new ArrayDeque<>();

	private int attempts;

	private int settled;

	ConnectionPool(Load load, InetSocketAddress address, EventLoop loop, int size, Worker worker) {
		this.address = address;
		this.loop = loop;
		this.size = size;
		this.worker = worker;
		this.request = request(load, address);
		this.opened = loop.newPromise();
		this.bootstrap = new Bootstrap().group(loop)
			.channel(Epoll.isAvailable() ? EpollSocketChannel.class : NioSocketChannel.class)
			.option(ChannelOption.TCP_NODELAY, true)
			.handler(new ChannelInitializer<Channel>() {

				@Override
				protected void initChannel(Channel channel) {
					Connection connection = new Connection(worker, ConnectionPool.this.request, load.pipelining());
					ConnectionPool.this.connections.add(connection);
					channel.pipeline().addLast(connection);
				}

			});
	}

	private static ByteBuf request(Load load, InetSocketAddress address) {
		String path = load.url().getRawPath()
				+ ((load.url().getRawQuery() != null) ? "?" + load.url().getRawQuery() : "");
		String head = "GET " + (path.isEmpty() ? "/" : path) + " HTTP/1.1\r\nHost: " + address.getHostString() + ":"
				+ address.getPort() + "\r\n\r\n";
		byte[] bytes = head.getBytes(StandardCharsets.US_ASCII);
		return Unpooled.directBuffer(bytes.length).writeBytes(bytes);
	}

	/**
	 * Opens the connections, a few at a time.
	 * @return completes when each has been opened or refused
	 */
	Future<Void> open() {
		this.loop.execute(() -> {
			if (this.size == 0) {
				this.opened.setSuccess(null);
			}
			for (int index = 0; index < Math.min(CONNECTS_AT_ONCE, this.size); index++) {
				openNext();
			}
		});
		return this.opened;
	}

	private void openNext() {
		this.attempts++;
		this.bootstrap.connect(this.address).addListener((ChannelFuture future) -> {
			noticeRefusal(future);
			if (this.attempts < this.size) {
				openNext();
			}
			if (++this.settled == this.size) {
				this.opened.setSuccess(null);
			}
		});
	}

	private void noticeRefusal(ChannelFuture future) {
		if (!future.isSuccess()) {
			this.worker.refused();
		}
	}

	/**
	 * Puts a connection in line, if it has room and is not there yet.
	 */
	void offer(Connection connection) {
		if (!connection.queued && connection.hasRoom()) {
			connection.queued = true;
			this.free.add(connection);
		}
	}

	/**
	 * Takes the first connection that has room.
	 */
	@Nullable Connection take() {
		Connection connection = this.free.poll();
		while (connection != null) {
			connection.queued = false;
			if (connection.hasRoom()) {
				return connection;
			}
			connection = this.free.poll();
		}
		return null;
	}

	/**
	 * Forgets a connection that has been closed.
	 * @param replace whether to open another one
	 */
	void remove(Connection connection, boolean replace) {
		this.connections.remove(connection);
		if (replace) {
			this.bootstrap.connect(this.address).addListener((ChannelFuture future) -> noticeRefusal(future));
		}
	}

	boolean isQuiet() {
		return this.connections.stream().allMatch(Connection::isQuiet);
	}

	void forEach(Consumer<Connection> action) {
		this.connections.forEach(action);
	}

	void release() {
		this.request.release();
	}

}
