package dev.millrace.loadtests.raw;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Many connections from one thread. Each sends the beginning of a request, then a byte of
 * it now and then, or nothing at all; none ever finishes.
 */
public final class Crowd implements AutoCloseable {

	private static final byte[] BEGINNING = "GET /plaintext HTTP/1.1\r\nHost: localhost\r\nX-Drip: "
		.getBytes(StandardCharsets.US_ASCII);

	private static final long DRIP_EVERY = TimeUnit.SECONDS.toNanos(1);

	private static final int OPEN_AT_ONCE = 50;

	private final InetSocketAddress address;

	private final int size;

	private final boolean dripping;

	private final Selector selector;

	private final ByteBuffer scratch = ByteBuffer.allocate(1024);

	private int started;

	private final AtomicInteger established = new AtomicInteger();

	private final AtomicInteger refused = new AtomicInteger();

	private final AtomicInteger closedByServer = new AtomicInteger();

	private long lastDrip = System.nanoTime();

	/**
	 * Creates a crowd, with no connection yet.
	 * @param address the server
	 * @param size how many connections
	 * @param dripping whether they begin a request, or do nothing
	 * @throws IOException if there is no selector to be had
	 */
	public Crowd(InetSocketAddress address, int size, boolean dripping) throws IOException {
		this.address = address;
		this.size = size;
		this.dripping = dripping;
		this.selector = Selector.open();
	}

	/**
	 * Opens connections and keeps them for a time.
	 * @param duration how long
	 * @throws IOException if the selector fails
	 */
	public void run(Duration duration) throws IOException {
		long end = System.nanoTime() + duration.toNanos();
		while (System.nanoTime() < end) {
			openSome();
			this.selector.select(this::react, 10);
			if (this.dripping && System.nanoTime() - this.lastDrip > DRIP_EVERY) {
				this.lastDrip = System.nanoTime();
				this.selector.keys().forEach(this::drip);
			}
		}
	}

	private void openSome() throws IOException {
		for (int index = 0; index < OPEN_AT_ONCE && this.started < this.size; index++) {
			this.started++;
			SocketChannel channel = SocketChannel.open();
			channel.configureBlocking(false);
			channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
			channel.connect(this.address);
			channel.register(this.selector, SelectionKey.OP_CONNECT);
		}
	}

	private void react(SelectionKey key) {
		SocketChannel channel = (SocketChannel) key.channel();
		try {
			if (key.isConnectable() && channel.finishConnect()) {
				count(1, 0, 0);
				key.interestOps(SelectionKey.OP_READ);
				if (this.dripping) {
					channel.write(ByteBuffer.wrap(BEGINNING));
				}
			}
			else if (key.isReadable() && channel.read(this.scratch.clear()) < 0) {
				count(-1, 0, 1);
				close(key);
			}
		}
		catch (IOException ex) {
			boolean wasOpen = channel.isConnected();
			count(wasOpen ? -1 : 0, wasOpen ? 0 : 1, wasOpen ? 1 : 0);
			close(key);
		}
	}

	private void drip(SelectionKey key) {
		SocketChannel channel = (SocketChannel) key.channel();
		if (key.isValid() && channel.isConnected()) {
			try {
				channel.write(ByteBuffer.wrap(new byte[] { 'x' }));
			}
			catch (IOException ex) {
				count(-1, 0, 1);
				close(key);
			}
		}
	}

	private void count(int open, int failed, int closed) {
		this.established.addAndGet(open);
		this.refused.addAndGet(failed);
		this.closedByServer.addAndGet(closed);
	}

	private static void close(SelectionKey key) {
		key.cancel();
		try {
			key.channel().close();
		}
		catch (IOException ex) {
			// It is gone either way
		}
	}

	/**
	 * Return how many connections are open.
	 * @return the number of connections
	 */
	public int established() {
		return this.established.get();
	}

	/**
	 * Return how many could not be opened.
	 * @return the number of connections
	 */
	public int refused() {
		return this.refused.get();
	}

	/**
	 * Return how many the server has closed.
	 * @return the number of connections
	 */
	public int closedByServer() {
		return this.closedByServer.get();
	}

	@Override
	public void close() {
		this.selector.keys().forEach(Crowd::close);
		try {
			this.selector.close();
		}
		catch (IOException ex) {
			// Its channels are closed
		}
	}

}
