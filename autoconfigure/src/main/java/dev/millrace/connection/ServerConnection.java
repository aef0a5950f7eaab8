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
 * One connection from accept to close: what it is doing, what it has carried, and the
 * ways to end it. {@link ConnectionRegistry#open} makes it for a channel that was
 * accepted and keeps it as an attribute of the channel, where {@link #of(Channel)} finds
 * it, for a stream too.
 * <p>
 * The connection learns its phases from the handlers that see them happen ({@code
 * handshakeStarted}, {@code requestStarted}, {@code exchangeStarted},
 * {@code responseStarted}, {@code exchangeEnded}), because the first handler of the
 * pipeline sees only encrypted bytes and Netty's user events do not travel in its
 * direction.
 * <p>
 * <strong>Threads:</strong> confined to the event loop of its channel. Only
 * {@link #id()}, {@link #channel()} and {@link #worker()}, which never change, may be
 * read by any thread. Other threads get a {@link ConnectionSnapshot} from
 * {@link ConnectionRegistry#snapshots}, or run their code on the loop with
 * {@link ConnectionRegistry#forEach}. All times are readings of
 * {@link System#nanoTime()}, all counts of bytes are those of the socket: TLS and framing
 * included.
 */
public final class ServerConnection extends LoopConnections.Entry {

	/*
	 * Implementation note.
	 *
	 * Accounting. Each figure has one writer, the event loop, and one place: bytes in
	 * WireProgress, time and phase in PhaseClock, requests and exchanges here, sums over
	 * all connections in Worker. Nothing is added up when it is read: activeConnections
	 * is the difference of two counters that only grow, so that it cannot drift.
	 *
	 * exchangeStarted and exchangeEnded come in pairs, also for an exchange that is
	 * aborted: ExchangeHandler.end is the only caller for exchanges; the byte lane, and
	 * Http1Handover for answers of handlers of others, call both around an answer. On
	 * HTTP/2 several exchanges are in flight, so "activity" is that of the one that began
	 * last, and a report about a connection with several names that one.
	 *
	 * The phases follow the table in ConnectionState. A change that the table does not
	 * allow is counted (illegalTransitions) and has no effect: it is a fault of ours, and
	 * must not break a connection that works. Tests and attacks assert that the counter
	 * stays 0. After the close only CLOSING may follow, and is ignored.
	 *
	 * Time. The clock is read once for each read from the socket. An exchange that is
	 * answered within that read has equal start and end, so its duration is unknown;
	 * every 16th request is timed with two more readings of the clock. That is enough for
	 * percentiles.
	 *
	 * Close reasons. The first reason counts, because the last ones are consequences: a
	 * deadline closes, the close resets, the reset fires an exception. Only abort(...)
	 * replaces it, for an operator or a guard that ends a connection which is closing
	 * already.
	 *
	 * Half-closure and limits of requests are decided here and not in the handlers,
	 * because they hold for every protocol.
	 */

	private static final AttributeKey<ServerConnection> KEY = AttributeKey.valueOf("millrace.connection");

	private static final AtomicLong SEQUENCE = new AtomicLong();

	/**
	 * Every 16th request of a connection that is answered at once is timed with the
	 * clock.
	 */
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

	/**
	 * Limit of this connection; {@link KeepAlive#maxRequests()} applies as well.
	 */
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

	/**
	 * Finds the connection of a channel, which may be a stream of it (HTTP/2, HTTP/3).
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

	/**
	 * Returns the number of this connection, unique in this process. Any thread may call
	 * it.
	 * @return the number, from 1
	 */
	public long id() {
		return this.id;
	}

	/**
	 * Returns the channel that carries this connection; for HTTP/2 the parent of the
	 * streams. Any thread may call it.
	 * @return the channel
	 */
	public Channel channel() {
		return this.channel;
	}

	/**
	 * Returns the worker that serves this connection. Any thread may call it.
	 * @return the worker
	 */
	public Worker worker() {
		return this.worker;
	}

	/**
	 * Returns the address of the peer: the one that a PROXY header named, else that of
	 * the socket. Headers of HTTP do not change it, see
	 * {@link #clientAddress(SocketAddress)}.
	 * @return the address
	 */
	public SocketAddress remoteAddress() {
		return (this.proxiedAddress != null) ? this.proxiedAddress : this.channel.remoteAddress();
	}

	/**
	 * Sets the address of the client behind the proxy that opened this connection, as
	 * told in a PROXY header.
	 * @param address the address
	 */
	public void proxiedAddress(SocketAddress address) {
		this.proxiedAddress = address;
	}

	/**
	 * Sets the address of the client as a trusted proxy told it in the headers of the
	 * last request. Shown in snapshots only: a proxy may carry requests of several
	 * clients.
	 * @param address the address
	 */
	public void clientAddress(SocketAddress address) {
		this.clientAddress = address;
	}

	/**
	 * Tells whether the connection is encrypted by TLS.
	 * @return {@code true} once the handshake has ended
	 */
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

	/**
	 * Returns what this connection is doing.
	 * @return the state
	 */
	public ConnectionState state() {
		return this.phase.state();
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
	 * Returns the time at which bytes were last received. The clock is read once per
	 * read, so it is also the cheapest recent time while a read is handled.
	 * @return a reading of {@link System#nanoTime()}
	 */
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

	/**
	 * Sets the protocol that was settled on, and how a connection of it is closed. A
	 * connection that multiplexes becomes idle with that, because its requests begin on
	 * streams.
	 * @param settled the protocol
	 * @param newCloser closes the connection from now on
	 */
	public void protocolSettled(Protocol settled, Closer newCloser) {
		this.protocol = settled;
		this.closer = newCloser;
		if (settled.multiplexed() && state() == ConnectionState.ACCEPTED) {
			enter(ConnectionState.KEEP_ALIVE, this.wire.lastActivityNanos());
		}
	}

	/**
	 * Marks the connection as a tunnel: what follows on this HTTP/1.1 connection is
	 * another protocol, after a response of status 101 or a successful CONNECT.
	 */
	public void tunnelOpened() {
		this.protocol = Protocol.TUNNEL;
		forbidHalfClose();
	}

	/**
	 * Tells whether a client that ends its input may still get answers, as the setting
	 * {@code millrace.timeouts.half-close} says.
	 * @return whether the end of the input is not taken for the departure of the client
	 */
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

	/** Lets the end of the client's input close the connection, as by default. */
	public void forbidHalfClose() {
		this.halfClosure.forbid();
	}

	/**
	 * Closes the connection if its input ended because a read failed. Netty fires the
	 * same events for both: the end of the input, and an exception that the close reason
	 * was taken from.
	 * @return whether a read had failed
	 */
	public boolean closedByFailedRead() {
		if (this.closeReason != CloseReason.RESET && this.closeReason != CloseReason.ERROR) {
			return false;
		}
		abort(this.closeReason);
		return true;
	}

	/**
	 * Tells whether bytes that were written wait in the channel until the client takes
	 * them.
	 * @return whether the channel holds bytes that the kernel has not accepted
	 */
	public boolean answersWait() {
		return this.wire.waits();
	}

	/**
	 * Marks the beginning of the TLS handshake, whose deadline runs from now on.
	 */
	public void handshakeStarted() {
		enter(ConnectionState.TLS_HANDSHAKE, this.wire.lastActivityNanos());
	}

	/**
	 * Marks the end of the TLS handshake.
	 * @param facts what was settled in it
	 */
	public void handshakeEnded(TlsFacts facts) {
		this.tls = facts;
		if (state() == ConnectionState.TLS_HANDSHAKE) {
			enter(ConnectionState.ACCEPTED, this.wire.lastActivityNanos());
		}
	}

	/**
	 * Marks the arrival of the first byte of a request. The deadline for its head runs
	 * from now on.
	 */
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

	/**
	 * Marks the head of a request as complete, and counts the request.
	 * @param begun describes the request while it is worked on, {@code null} if it is
	 * answered at once
	 */
	public void exchangeStarted(@Nullable Activity begun) {
		this.activeExchanges++;
		this.requests++;
		this.activity = begun;
		this.worker.requestStarted(begun);
		this.wire.requested();
		this.sampledNanos = ((this.requests & SAMPLE_MASK) == 0) ? System.nanoTime() : 0;
		enter(ConnectionState.PROCESSING, this.wire.lastActivityNanos());
	}

	/** Marks the beginning of an answer: its head is going out. */
	public void responseStarted() {
		enter(ConnectionState.WRITING, this.wire.lastActivityNanos());
	}

	/**
	 * Marks the end of an exchange, and records its duration.
	 * @param status status code of the response, 0 if there was none
	 * @param startNanos when the exchange began
	 * @param nanos when it ended; the same as {@code startNanos} if the clock was not
	 * read for it, in which case every 16th is timed
	 */
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
	 * Tells whether this connection closes after the exchange in progress, or after a
	 * later one, because it is closing, has carried as many requests as it may, or is too
	 * old.
	 * @param later 0 for the exchange in progress, 1 for the one after it
	 * @return whether no exchange follows that one
	 */
	public boolean lastExchange(int later) {
		return this.closing || this.requests + later >= this.requestLimit || this.loop.exhausted(this.requests + later)
				|| (this.expiresAtNanos != Long.MAX_VALUE && this.wire.lastActivityNanos() - this.expiresAtNanos > 0);
	}

	/**
	 * Tells whether the server is shutting down, so that each answer is the last of its
	 * connection.
	 * @return whether the drain has begun
	 */
	public boolean draining() {
		return this.loop.draining();
	}

	/**
	 * Sets why this connection is about to be closed. The first reason that is set stays.
	 * @param reason the reason
	 */
	public void closing(CloseReason reason) {
		if (this.closeReason == null) {
			this.closeReason = reason;
		}
	}

	/**
	 * Closes this connection as soon as the exchanges in flight have ended, in the way of
	 * its protocol: HTTP/2 sends GOAWAY (RFC 9113 section 6.8).
	 * @param reason why; ignored if a reason was set before
	 */
	public void closeGracefully(CloseReason reason) {
		closing(reason);
		this.closing = true;
		this.closer.closeGracefully();
	}

	/**
	 * Closes this connection now. Exchanges in flight are aborted, and no handler delays
	 * the close: TLS sends no close_notify.
	 * @param reason why; replaces a reason that was set before
	 */
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
	 * Closes this connection now, as {@link #abort(CloseReason)} does, where an answer
	 * was broken off.
	 * @param reason why; ignored if a reason was set before
	 */
	public void reset(CloseReason reason) {
		closing(reason);
		this.closing = true;
		this.wire.close();
	}

	Closer closer() {
		return this.closer;
	}

	/** Whether the connection has waited for a request for at least that long. */
	boolean idle(long nanos, long now) {
		return this.phase.idle(nanos, now);
	}

	LoopConnections loop() {
		return this.loop;
	}

	/**
	 * Returns the counts of bytes at the socket.
	 * @return the progress of the socket
	 */
	public WireProgress wire() {
		return this.wire;
	}

	/**
	 * A read has ended: clocks that were started within it are entered into their lists
	 * now.
	 */
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
