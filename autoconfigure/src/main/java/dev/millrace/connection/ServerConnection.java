package dev.millrace.connection;

import java.net.SocketAddress;
import java.util.concurrent.atomic.AtomicLong;

import dev.millrace.worker.Activity;
import dev.millrace.worker.CloseReason;
import dev.millrace.worker.Guard;
import dev.millrace.worker.InFlight;
import dev.millrace.worker.Worker;
import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import org.jspecify.annotations.Nullable;

/**
 * One connection from accept to close. Confined to its event loop, except for the
 * accessors of final facts; other threads get a {@link ConnectionSnapshot}.
 */
public final class ServerConnection extends LoopConnections.Entry {

	private static final AttributeKey<ServerConnection> KEY = AttributeKey.valueOf("millrace.connection");

	private static final AtomicLong SEQUENCE = new AtomicLong();

	/** One of so many requests that are answered at once is timed. */
	private static final int SAMPLE_MASK = 15;

	private final long id = SEQUENCE.incrementAndGet();

	private final Channel channel;

	private final Worker worker;

	private final LoopConnections loop;

	private final WireProgress wire;

	private final HalfClosure halfClosure;

	private final PhaseClock phase = new PhaseClock(this);

	private final long acceptedAtMillis = System.currentTimeMillis();

	private final long expiresAtNanos;

	private Protocol protocol = Protocol.UNKNOWN;

	private Closer closer;

	private @Nullable CloseReason closeReason;

	private @Nullable TlsFacts tls;

	private @Nullable SocketAddress proxiedAddress;

	private @Nullable SocketAddress clientAddress;

	private @Nullable Activity activity;

	private @Nullable Object @Nullable [] slots;

	private long sampledNanos;

	private int requests;

	/** As told by the configuration of the server; that of the loop holds besides. */
	private int requestLimit = Integer.MAX_VALUE;

	private int activeExchanges;

	private boolean open;

	private boolean closing;

	ServerConnection(Channel channel, Worker worker, LoopConnections loop) {
		this.channel = channel;
		this.closer = channel::close;
		this.worker = worker;
		this.loop = loop;
		this.halfClosure = new HalfClosure(channel, loop.clocks(Guard.HALF_CLOSE) != null, loop.halfClosable());
		this.wire = new WireProgress(this, loop.settings(), System.nanoTime());
		this.expiresAtNanos = loop.expiryOf(this.wire.lastActivityNanos());
	}

	/** The connection of a channel or of a stream; {@code null} if not tracked. */
	public static @Nullable ServerConnection of(Channel channel) {
		Channel parent = channel.parent();
		ServerConnection connection = channel.attr(KEY).get();
		return (connection != null || parent == null) ? connection : parent.attr(KEY).get();
	}

	void opened() {
		this.channel.attr(KEY).set(this);
		this.open = true;
		this.loop.add(this);
		this.worker.connectionAccepted();
		this.phase.begin(this.wire.lastActivityNanos());
	}

	void closed() {
		if (!this.open) {
			return;
		}
		enter(ConnectionState.CLOSING, this.wire.lastActivityNanos());
		this.open = false;
		this.closing = true;
		this.wire.stop();
		this.loop.remove(this);
		CloseReason reason = (this.closeReason != null) ? this.closeReason : CloseReason.CLIENT;
		this.worker.connectionClosed(reason);
		CloseLog.closed(this, reason);
	}

	boolean open() {
		return this.open;
	}

	/** The number of this connection, unique in this process. */
	public long id() {
		return this.id;
	}

	/** The channel that carries this connection. */
	public Channel channel() {
		return this.channel;
	}

	/** The worker that serves this connection. */
	public Worker worker() {
		return this.worker;
	}

	/** The address of the peer, or that of the client behind it from a PROXY header. */
	public SocketAddress remoteAddress() {
		return (this.proxiedAddress != null) ? this.proxiedAddress : this.channel.remoteAddress();
	}

	/** Says who is behind the proxy that opened this connection. */
	public void proxiedAddress(SocketAddress address) {
		this.proxiedAddress = address;
	}

	/** Says who the client is, as a trusted proxy told it. */
	public void clientAddress(SocketAddress address) {
		this.clientAddress = address;
	}

	/** Whether the connection is encrypted. */
	public boolean secure() {
		return this.tls != null;
	}

	/**
	 * Returns what was settled in the TLS handshake: version, cipher suite, protocol by
	 * ALPN, server name by SNI, certificate of the client. May be called on the event
	 * loop only.
	 * @return the facts, {@code null} without TLS and until the handshake has ended
	 */
	public @Nullable TlsFacts tls() {
		return this.tls;
	}

	/**
	 * Reads an attribute of this connection. May be called on the event loop only.
	 * @param <T> type of the value
	 * @param slot the slot of the attribute
	 * @return the value that was set, or {@code null}
	 */
	public <T> @Nullable T get(ConnectionSlot<T> slot) {
		return slot.read(this.slots);
	}

	/**
	 * Sets an attribute of this connection, which lives as long as the connection. The
	 * first one makes the array for all of them; until then they cost nothing. May be
	 * called on the event loop only.
	 * @param <T> type of the value
	 * @param slot the slot of the attribute
	 * @param value the value, {@code null} to remove it
	 */
	public <T> void set(ConnectionSlot<T> slot, @Nullable T value) {
		this.slots = slot.write(this.slots, value);
	}

	/** What this connection is doing. */
	public ConnectionState state() {
		return this.phase.state();
	}

	/** The protocol spoken. */
	public Protocol protocol() {
		return this.protocol;
	}

	/** How many exchanges are in flight. */
	public int activeExchanges() {
		return this.activeExchanges;
	}

	/** The time at which bytes were last received. */
	public long lastActivityNanos() {
		return this.wire.lastActivityNanos();
	}

	/**
	 * Says that a handler of the application has taken the connection for a protocol that
	 * is not HTTP. The deadlines of requests do not hold for it.
	 */
	public void handedOver() {
		this.protocol = Protocol.TUNNEL;
		enter(ConnectionState.PROCESSING, this.wire.lastActivityNanos());
	}

	/** Says which protocol was settled on and how a connection of it is closed. */
	public void protocolSettled(Protocol settled, Closer newCloser) {
		this.protocol = settled;
		this.closer = newCloser;
		if (settled.multiplexed() && state() == ConnectionState.ACCEPTED) {
			enter(ConnectionState.KEEP_ALIVE, this.wire.lastActivityNanos());
		}
	}

	/** Says that what follows on this connection of HTTP/1.1 is another protocol. */
	public void tunnelOpened() {
		this.protocol = Protocol.TUNNEL;
		forbidHalfClose();
	}

	/** Whether the end of the client's input is not taken for its departure. */
	public boolean halfCloses() {
		return this.halfClosure.isOn();
	}

	/**
	 * Keeps the connection open when the client ends its input, until it becomes a
	 * tunnel: from now on the handlers of its protocol must close it. Changes nothing
	 * where {@code half-close} is off or the event loop {@linkplain HalfClosable cannot
	 * serve} such a connection.
	 */
	public void allowHalfClose() {
		this.halfClosure.allow();
	}

	/** From now on the end of the client's input closes the connection again. */
	public void forbidHalfClose() {
		this.halfClosure.forbid();
	}

	/**
	 * Closes if the input ended because a read failed: to Netty both are the same.
	 * @return whether it was that
	 */
	public boolean closedByFailedRead() {
		if (this.closeReason != CloseReason.RESET && this.closeReason != CloseReason.ERROR) {
			return false;
		}
		abort(this.closeReason);
		return true;
	}

	/** Whether something that was written waits for the client to take it. */
	public boolean answersWait() {
		return this.wire.waits();
	}

	/** Says that bytes of the TLS handshake are awaited. */
	public void handshakeStarted() {
		enter(ConnectionState.TLS_HANDSHAKE, this.wire.lastActivityNanos());
	}

	/** Says that the TLS handshake is over, and what was settled. */
	public void handshakeEnded(TlsFacts facts) {
		this.tls = facts;
		if (state() == ConnectionState.TLS_HANDSHAKE) {
			enter(ConnectionState.ACCEPTED, this.wire.lastActivityNanos());
		}
	}

	/** Says that the first byte of a request was seen. */
	public void requestStarted() {
		enter(ConnectionState.READING, this.wire.now());
	}

	/**
	 * Says that the head of a request is complete, and that a handler of others has it
	 * before an exchange begins: the client has done its part.
	 */
	public void headRead() {
		enter(ConnectionState.PROCESSING, this.wire.lastActivityNanos());
	}

	/** Says that the head of a request is complete; keeps the exchange while it lasts. */
	public void exchangeStarted(@Nullable Activity begun) {
		this.activeExchanges++;
		this.requests++;
		this.activity = begun;
		this.worker.requestStarted(begun);
		this.wire.requested();
		this.sampledNanos = ((this.requests & SAMPLE_MASK) == 0) ? System.nanoTime() : 0;
		enter(ConnectionState.PROCESSING, this.wire.lastActivityNanos());
	}

	/** Says that the head of an answer is going out. */
	public void responseStarted() {
		enter(ConnectionState.WRITING, this.wire.lastActivityNanos());
	}

	/** Says that an exchange is over; its status is 0 if there was no response. */
	public void exchangeEnded(int status, long startNanos, long nanos) {
		this.activeExchanges--;
		this.worker.exchangeEnded(status);
		this.worker.serviceTimes().record(startNanos, nanos, this.sampledNanos);
		if (this.activeExchanges == 0) {
			this.activity = null;
			enter(this.closing ? ConnectionState.CLOSING : ConnectionState.KEEP_ALIVE, nanos);
		}
	}

	private void enter(ConnectionState entered, long nanos) {
		boolean over = !this.open && state() == ConnectionState.CLOSING;
		if (!over && !this.phase.enter(entered, nanos)) {
			this.worker.illegalTransition();
		}
	}

	/**
	 * Limits the requests of this connection.
	 * @param limit the request after which it is closed, at least 1
	 */
	public void limitRequests(int limit) {
		this.requestLimit = limit;
	}

	/**
	 * Whether this connection closes after the exchange in progress, or after a later
	 * one.
	 * @param later 0 for the exchange in progress, 1 for the one after it
	 * @return whether no exchange follows that one
	 */
	public boolean lastExchange(int later) {
		return this.closing || this.requests + later >= this.requestLimit || this.loop.exhausted(this.requests + later)
				|| (this.expiresAtNanos != Long.MAX_VALUE && this.wire.lastActivityNanos() - this.expiresAtNanos > 0);
	}

	/** Whether the server takes leave of its clients: each answer is the last. */
	public boolean draining() {
		return this.loop.draining();
	}

	/** Says why this connection is about to be closed; what is said first holds. */
	public void closing(CloseReason reason) {
		if (this.closeReason == null) {
			this.closeReason = reason;
		}
	}

	/** Closes this connection as soon as the exchanges in flight are over. */
	public void closeGracefully(CloseReason reason) {
		closing(reason);
		this.closing = true;
		this.closer.closeGracefully();
	}

	/** Closes now, past all handlers that would take their time; this reason holds. */
	public void abort(CloseReason reason) {
		this.closeReason = reason;
		reset(reason);
	}

	/**
	 * Counts and logs that a guard met this connection, unless the guard is off.
	 * @param guard a guard of Millrace, or one that a feature has registered
	 * @return whether the caller is to do what the guard is there for
	 */
	public boolean strikes(Guard guard) {
		return this.loop.strikes(this, guard);
	}

	/**
	 * Counts and logs that a guard met this connection, and closes it now.
	 * @param guard the guard, which is enforced
	 */
	public void abort(Guard guard) {
		this.loop.strikes(this, guard);
		abort(guard.closeReason());
	}

	/**
	 * Closes now, past TLS and all other handlers, where an answer was broken off; the
	 * reason that was said first holds.
	 * @param reason why, if that was not said yet
	 */
	public void reset(CloseReason reason) {
		closing(reason);
		this.closing = true;
		this.wire.close();
	}

	Closer closer() {
		return this.closer;
	}

	/** Whether it is the client's turn to send a request, for so long already. */
	boolean idle(long nanos, long now) {
		return this.phase.idle(nanos, now);
	}

	LoopConnections loop() {
		return this.loop;
	}

	public WireProgress wire() {
		return this.wire;
	}

	/** A read is over: clocks run from its time on. */
	void readEnded() {
		this.phase.settle();
	}

	/** The request that was begun last, if one is worked on. */
	@Nullable InFlight inFlight() {
		return (this.activity != null) ? this.activity.inFlight() : null;
	}

	ConnectionSnapshot snapshot(long nanos, long millis) {
		boolean writing = state() == ConnectionState.KEEP_ALIVE && this.wire.waits();
		SocketAddress client = (this.clientAddress != null) ? this.clientAddress : remoteAddress();
		return new ConnectionSnapshot(this.id, this.channel.remoteAddress(), client, this.channel.localAddress(),
				this.protocol, this.tls, this.worker.name(), writing ? ConnectionState.WRITING : state(),
				this.acceptedAtMillis, millis - (nanos - this.wire.lastActivityNanos()) / 1_000_000,
				this.wire.bytesIn(), this.wire.bytesOut(), this.requests, this.activeExchanges,
				(this.activity != null) ? this.activity.route() : null);
	}

}
