package dev.millrace.connection.accept;

import java.net.InetSocketAddress;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import dev.millrace.worker.Guard;
import dev.millrace.worker.GuardMode;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import org.jspecify.annotations.Nullable;

/**
 * Counts the connections of a server, over all its listeners, and tells which of them are
 * too many. Safe for use by any thread.
 */
public final class ConnectionLimiter {

	private final ConnectionLimits limits;

	private final AddressCounts addresses;

	private final AtomicInteger open = new AtomicInteger();

	private final ChannelFutureListener onClose = (closed) -> left(closed.channel());

	/** Listeners that wait for connections to end. */
	private final Set<AcceptHandler> paused = ConcurrentHashMap.newKeySet();

	/**
	 * Creates a limiter.
	 * @param limits the limits
	 */
	public ConnectionLimiter(ConnectionLimits limits) {
		this.limits = limits;
		this.addresses = new AddressCounts(limits.ipv6Prefix());
	}

	ConnectionLimits limits() {
		return this.limits;
	}

	/**
	 * Returns how many connections are open, the one that is being refused included.
	 * @return the number
	 */
	public int open() {
		return this.open.get();
	}

	GuardMode mode(Guard guard) {
		return (guard == Guard.MAX) ? this.limits.maxMode() : this.limits.maxPerIpMode();
	}

	/**
	 * Counts a connection that wants to enter; it is counted until it is closed, or until
	 * {@link #left(Channel)} is called because it was turned away.
	 * @param child the connection
	 * @param remote the address of the peer, {@code null} if it has no IP address: the
	 * limit for each address does not hold for peers on the same machine
	 * @return the limit that it is above, or {@code null}
	 */
	@Nullable Guard enters(Channel child, @Nullable InetSocketAddress remote) {
		int count = this.open.incrementAndGet();
		boolean tooManyOfAddress = this.limits.limitsAddresses() && remote != null
				&& this.addresses.increment(remote) > this.limits.maxPerIp() && !exempt(remote);
		if (tooManyOfAddress) {
			return Guard.MAX_PER_IP;
		}
		return (this.limits.limitsTotal() && count > this.limits.max()) ? Guard.MAX : null;
	}

	/** Registers the listener that gives the place back when the connection is closed. */
	void entered(Channel child) {
		child.closeFuture().addListener(this.onClose);
	}

	void left(Channel child) {
		if (this.limits.limitsAddresses() && child.remoteAddress() instanceof InetSocketAddress remote) {
			this.addresses.decrement(remote);
		}
		int count = this.open.decrementAndGet();
		if (count <= this.limits.lowMark() && !this.paused.isEmpty()) {
			this.paused.forEach(AcceptHandler::resume);
		}
	}

	boolean full() {
		return this.limits.pauses() && this.open.get() >= this.limits.max();
	}

	/** How many more may enter. */
	int free() {
		return this.limits.pauses() ? this.limits.max() - this.open.get() : Integer.MAX_VALUE;
	}

	/** A listener has paused and waits to be resumed. */
	void paused(AcceptHandler listener) {
		this.paused.add(listener);
		if (this.open.get() <= this.limits.lowMark()) {
			listener.resume();
		}
	}

	void resumed(AcceptHandler listener) {
		this.paused.remove(listener);
	}

	private boolean exempt(InetSocketAddress remote) {
		for (IpSubnetFilterRule rule : this.limits.exempt()) {
			if (rule.matches(remote)) {
				return true;
			}
		}
		return false;
	}

}
