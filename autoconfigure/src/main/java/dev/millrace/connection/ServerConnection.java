package dev.millrace.connection;

import java.net.SocketAddress;
import java.util.concurrent.atomic.AtomicLong;

import dev.millrace.worker.Worker;
import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import org.jspecify.annotations.Nullable;

/**
 * One connection from accept to close. Confined to its event loop: every method must be
 * called there, except the accessors of final facts. Other threads get a
 * {@link ConnectionSnapshot}.
 */
public final class ServerConnection {

	private static final AttributeKey<ServerConnection> KEY = AttributeKey.valueOf(ServerConnection.class,
			"connection");

	private static final AtomicLong SEQUENCE = new AtomicLong();

	private final long id = SEQUENCE.incrementAndGet();

	private final Channel channel;

	private final Worker worker;

	private final LoopConnections loop;

	private final long acceptedAtMillis = System.currentTimeMillis();

	private final long acceptedAtNanos = System.nanoTime();

	private final long expiresAtNanos;

	private ConnectionState state = ConnectionState.ACCEPTED;

	private Protocol protocol = Protocol.UNKNOWN;

	private @Nullable Closer closer;

	private long lastActivityNanos = this.acceptedAtNanos;

	private long bytesIn;

	private long bytesOut;

	private long requests;

	private int activeExchanges;

	private boolean closing;

	private boolean secure;

	@Nullable ServerConnection previous;

	@Nullable ServerConnection next;

	final IdleList.Node idle = new IdleList.Node(this);

	ServerConnection(Channel channel, Worker worker, LoopConnections loop) {
		this.channel = channel;
		this.worker = worker;
		this.loop = loop;
		this.expiresAtNanos = loop.expiryOf(this.acceptedAtNanos);
	}

	/**
	 * Finds the connection of a channel, which may be a stream of it.
	 * @param channel the channel
	 * @return the connection, or {@code null} when the channel is not tracked
	 */
	public static @Nullable ServerConnection of(Channel channel) {
		Channel parent = channel.parent();
		ServerConnection connection = channel.attr(KEY).get();
		return (connection != null || parent == null) ? connection : parent.attr(KEY).get();
	}

	void opened() {
		this.channel.attr(KEY).set(this);
		this.loop.add(this);
		this.worker.connectionAccepted();
	}

	void closed() {
		this.state = ConnectionState.CLOSING;
		this.closing = true;
		if (this.loop.remove(this)) {
			this.worker.connectionClosed();
		}
	}

	/**
	 * Returns the number of this connection, unique in this process.
	 * @return the number, from 1
	 */
	public long id() {
		return this.id;
	}

	/**
	 * Returns the channel that carries this connection.
	 * @return the channel
	 */
	public Channel channel() {
		return this.channel;
	}

	/**
	 * Returns the worker that serves this connection.
	 * @return the worker
	 */
	public Worker worker() {
		return this.worker;
	}

	/**
	 * Returns the address of the peer.
	 * @return the address
	 */
	public SocketAddress remoteAddress() {
		return this.channel.remoteAddress();
	}

	/**
	 * Tells whether the connection is encrypted.
	 * @return whether there was a TLS handshake
	 */
	public boolean secure() {
		return this.secure;
	}

	/**
	 * Returns what this connection is doing.
	 * @return the state
	 */
	public ConnectionState state() {
		return this.state;
	}

	/**
	 * Returns the protocol spoken.
	 * @return the protocol, {@link Protocol#UNKNOWN} until it is settled
	 */
	public Protocol protocol() {
		return this.protocol;
	}

	/**
	 * Returns how many exchanges are in flight.
	 * @return the number, at most 1 on HTTP/1.1
	 */
	public int activeExchanges() {
		return this.activeExchanges;
	}

	/**
	 * Says which protocol was settled on and how a connection of it is closed.
	 * @param settled the protocol
	 * @param newCloser how to close
	 */
	public void protocolSettled(Protocol settled, Closer newCloser) {
		this.protocol = settled;
		this.closer = newCloser;
	}

	/** Says that bytes of the TLS handshake are awaited. */
	public void handshakeStarted() {
		this.secure = true;
		this.state = ConnectionState.TLS_HANDSHAKE;
	}

	/** Says that the TLS handshake is over. */
	public void handshakeEnded() {
		this.state = ConnectionState.ACCEPTED;
	}

	/** Says that the first byte of a request was seen. */
	public void requestStarted() {
		this.state = ConnectionState.READING;
		this.loop.idle().remove(this.idle);
	}

	/** Says that the head of a request is complete. */
	public void exchangeStarted() {
		this.activeExchanges++;
		this.requests++;
		this.worker.requestStarted();
		this.state = ConnectionState.PROCESSING;
		this.loop.idle().remove(this.idle);
	}

	/** Says that the head of an answer is going out. */
	public void responseStarted() {
		this.state = ConnectionState.WRITING;
	}

	/**
	 * Says that an exchange is over.
	 * @param nanos a recent reading of {@link System#nanoTime()}
	 */
	public void exchangeEnded(long nanos) {
		this.activeExchanges--;
		if (this.activeExchanges == 0 && !this.closing) {
			this.state = ConnectionState.KEEP_ALIVE;
			this.loop.idle().add(this.idle, nanos);
		}
	}

	/**
	 * Tells whether the answer in progress must be the last of this connection.
	 * @return whether to close after it
	 */
	public boolean lastExchange() {
		return this.closing || this.loop.exhausted(this.requests)
				|| (this.expiresAtNanos != Long.MAX_VALUE && this.lastActivityNanos - this.expiresAtNanos > 0);
	}

	/**
	 * Closes this connection as soon as the exchanges in flight are over.
	 */
	public void closeGracefully() {
		this.closing = true;
		if (this.closer != null) {
			this.closer.closeGracefully();
		}
		else {
			this.channel.close();
		}
	}

	void received(long bytes, long nanos) {
		this.bytesIn += bytes;
		this.lastActivityNanos = nanos;
		this.worker.received(bytes);
	}

	void sent(long bytes) {
		this.bytesOut += bytes;
		this.worker.sent(bytes);
	}

	/**
	 * Returns the time at which bytes were last received.
	 * @return the reading of {@link System#nanoTime()}, taken once per read
	 */
	public long lastActivityNanos() {
		return this.lastActivityNanos;
	}

	ConnectionSnapshot snapshot(long nanos) {
		long millis = System.currentTimeMillis();
		return new ConnectionSnapshot(this.id, this.channel.remoteAddress(), this.channel.localAddress(), this.protocol,
				this.worker.name(), this.state, this.acceptedAtMillis,
				millis - (nanos - this.lastActivityNanos) / 1_000_000, this.bytesIn, this.bytesOut, this.requests,
				this.activeExchanges);
	}

}
