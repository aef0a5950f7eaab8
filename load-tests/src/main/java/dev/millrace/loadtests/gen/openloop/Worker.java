package dev.millrace.loadtests.gen.openloop;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

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
 * One thread of the generator with its share of connections and of the schedule.
 */
@SuppressWarnings("FutureReturnValueIgnored") // tasks of a loop that ends with the run
final class Worker {

	/** Timers are not more exact than this; requests due within it go together. */
	private static final long MIN_DELAY = TimeUnit.MICROSECONDS.toNanos(50);

	private static final long STALL_DELAY = TimeUnit.MILLISECONDS.toNanos(1);

	/** How long to wait for the last answers. */
	private static final long PATIENCE = TimeUnit.SECONDS.toNanos(2);

	private static final int CONNECTS_AT_ONCE = 100;

	private final Load load;

	private final InetSocketAddress address;

	private final EventLoop loop;

	private final int size;

	private final Schedule schedule;

	private final Promise<Void> connected;

	private final Promise<Void> finished;

	private final Counts counts;

	private final Set<Connection> connections = new HashSet<>();

	/** Connections that probably have room; whoever takes one must look. */
	private final Queue<Connection> free = new ArrayDeque<>();

	private final List<Connection> touched = new ArrayList<>();

	private final ByteBuf request;

	private final Bootstrap bootstrap;

	private int attempts;

	private int settled;

	private long start;

	private boolean running;

	private final AtomicLong answered = new AtomicLong();

	Worker(Load load, InetSocketAddress address, EventLoop loop, int size, Schedule schedule, Promise<Void> finished) {
		this.load = load;
		this.address = address;
		this.loop = loop;
		this.size = size;
		this.schedule = schedule;
		this.connected = loop.newPromise();
		this.finished = finished;
		this.counts = new Counts(load.warmUp(), load.duration());
		this.request = request(load, address);
		this.bootstrap = new Bootstrap().group(loop)
			.channel(Epoll.isAvailable() ? EpollSocketChannel.class : NioSocketChannel.class)
			.option(ChannelOption.TCP_NODELAY, true)
			.handler(new ChannelInitializer<Channel>() {

				@Override
				protected void initChannel(Channel channel) {
					Connection connection = new Connection(Worker.this, Worker.this.request, load.pipelining());
					Worker.this.connections.add(connection);
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
	Future<Void> connect() {
		this.loop.execute(() -> {
			if (this.size == 0) {
				this.connected.setSuccess(null);
			}
			for (int index = 0; index < Math.min(CONNECTS_AT_ONCE, this.size); index++) {
				connectOne();
			}
		});
		return this.connected;
	}

	private void connectOne() {
		this.attempts++;
		this.bootstrap.connect(this.address).addListener((ChannelFuture future) -> {
			if (!future.isSuccess()) {
				this.counts.failed("connect");
			}
			if (this.attempts < this.size) {
				connectOne();
			}
			if (++this.settled == this.size) {
				this.connected.setSuccess(null);
			}
		});
	}

	/**
	 * Begins.
	 * @param startNanos when the schedule begins
	 * @return completes when it is done
	 */
	Future<Void> start(long startNanos) {
		this.loop.execute(() -> {
			this.start = startNanos;
			this.running = true;
			this.loop.schedule(this::begin, startNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
		});
		return this.finished;
	}

	private void begin() {
		this.loop.schedule(this::end, this.load.total().toNanos() - now(), TimeUnit.NANOSECONDS);
		if (this.schedule.isClosedLoop()) {
			this.connections.forEach(this::fill);
		}
		else {
			tick();
		}
	}

	private void tick() {
		if (this.running) {
			sendWhatIsDue();
			long wait = this.schedule.next() - now();
			// Behind schedule no connection is free, and the next answer sends the next
			// request
			long delay = (wait < 0) ? STALL_DELAY : Math.max(MIN_DELAY, wait);
			this.loop.schedule(this::tick, delay, TimeUnit.NANOSECONDS);
		}
	}

	private void sendWhatIsDue() {
		long now = now();
		while (this.schedule.next() <= now) {
			Connection connection = takeFree();
			if (connection == null) {
				break;
			}
			long due = this.schedule.take();
			this.counts.sent(due, now);
			connection.send(due);
			this.touched.add(connection);
			offer(connection);
		}
		this.touched.forEach(Connection::flush);
		this.touched.clear();
	}

	private void offer(Connection connection) {
		if (!connection.queued && connection.hasRoom()) {
			connection.queued = true;
			this.free.add(connection);
		}
	}

	private @Nullable Connection takeFree() {
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

	private void fill(Connection connection) {
		while (connection.hasRoom()) {
			connection.send(now());
		}
		connection.flush();
	}

	void ready(Connection connection) {
		if (!this.schedule.isClosedLoop()) {
			offer(connection);
		}
		else if (this.running) {
			fill(connection);
		}
	}

	void answered(Connection connection, long due, int status) {
		long now = now();
		this.answered.lazySet(this.answered.get() + 1);
		if (status >= 200 && status < 400) {
			this.counts.answered(due, now);
		}
		else {
			this.counts.failed(due, "status " + status);
		}
		if (!this.running) {
			return;
		}
		if (this.schedule.isClosedLoop()) {
			connection.send(now);
		}
		else if (this.schedule.next() <= now) {
			long next = this.schedule.take();
			// It could not go earlier: no connection was free, which is not the
			// generator's fault
			connection.send(next);
		}
		else {
			offer(connection);
		}
	}

	void failed(long due, String cause) {
		this.counts.failed(due, cause);
	}

	void gone(Connection connection) {
		this.connections.remove(connection);
		if (this.running) {
			this.bootstrap.connect(this.address).addListener((future) -> {
				if (!future.isSuccess()) {
					this.counts.failed("connect");
				}
			});
		}
	}

	private void end() {
		this.running = false;
		awaitAnswers(now() + PATIENCE);
	}

	private void awaitAnswers(long deadline) {
		boolean quiet = this.connections.stream().allMatch(Connection::isQuiet);
		if (quiet || now() > deadline) {
			this.connections.forEach(Connection::giveUp);
			countWhatWasNeverSent();
			this.request.release();
			this.finished.setSuccess(null);
		}
		else {
			this.loop.schedule(() -> awaitAnswers(deadline), 10, TimeUnit.MILLISECONDS);
		}
	}

	/**
	 * What was due but found no free connection has failed, too.
	 */
	private void countWhatWasNeverSent() {
		long end = this.load.total().toNanos();
		while (!this.schedule.isClosedLoop() && this.schedule.next() < end) {
			this.counts.failed(this.schedule.take(), "never sent");
		}
	}

	private long now() {
		return System.nanoTime() - this.start;
	}

	long answered() {
		return this.answered.get();
	}

	Counts counts() {
		return this.counts;
	}

}
