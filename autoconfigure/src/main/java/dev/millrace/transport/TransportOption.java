package dev.millrace.transport;

import java.time.Duration;

/**
 * What can be tuned about a transport. Not every transport has every option.
 */
public enum TransportOption {

	/** How many connections may wait to be accepted: {@link Integer}. */
	BACKLOG("backlog", Target.LISTENER),

	/** Whether several listeners may share the port (SO_REUSEPORT): {@link Boolean}. */
	REUSE_PORT("reuse-port", Target.LISTENER),

	/**
	 * Bytes of the kernel's receive buffer: {@link Integer}. Connections inherit it, and
	 * only so does the TCP window scale follow it.
	 */
	RECEIVE_BUFFER("tcp.receive-buffer", Target.LISTENER),

	/**
	 * How many connections may wait with data that came with their SYN: {@link Integer}.
	 */
	FAST_OPEN("tcp.fast-open", Target.LISTENER),

	/** How long the kernel holds a connection back until data comes: {@link Duration}. */
	DEFER_ACCEPT("tcp.defer-accept", Target.LISTENER, Unit.SECONDS),

	/** Whether small segments are sent at once: {@link Boolean}. */
	NO_DELAY("tcp.no-delay", Target.CONNECTION),

	/** Whether the kernel probes silent connections: {@link Boolean}. */
	KEEP_ALIVE("tcp.keep-alive.enabled", Target.CONNECTION),

	/** Silence before the first probe: {@link Duration}. */
	KEEP_ALIVE_IDLE("tcp.keep-alive.idle", Target.CONNECTION, Unit.SECONDS),

	/** Time between probes: {@link Duration}. */
	KEEP_ALIVE_INTERVAL("tcp.keep-alive.interval", Target.CONNECTION, Unit.SECONDS),

	/** Probes without an answer before the connection is dropped: {@link Integer}. */
	KEEP_ALIVE_COUNT("tcp.keep-alive.count", Target.CONNECTION),

	/** Whether segments are acknowledged at once: {@link Boolean}. */
	QUICK_ACK("tcp.quick-ack", Target.CONNECTION),

	/**
	 * How long sent data may stay unacknowledged before the connection is dropped:
	 * {@link Duration}.
	 */
	USER_TIMEOUT("tcp.user-timeout", Target.CONNECTION, Unit.MILLISECONDS),

	/**
	 * Bytes in the send buffer that were not yet sent, above which the kernel takes no
	 * more: {@link Integer}. Set by default where the system has it.
	 */
	NOT_SENT_LOW_WATER_MARK("tcp.not-sent-low-water-mark", Target.CONNECTION, Unit.LONG),

	/** Bytes of the kernel's send buffer: {@link Integer}. */
	SEND_BUFFER("tcp.send-buffer", Target.CONNECTION),

	/**
	 * When a connection stops and resumes taking data to write: {@link WriteBuffer}.
	 */
	WRITE_BUFFER("tcp.write-buffer", Target.CONNECTION),

	/** How much is read at once: {@link ReadBuffer}. */
	READ_BUFFER("read-buffer", Target.CONNECTION),

	/** Where buffers come from: {@link Allocator}. */
	ALLOCATOR("allocator", Target.CONNECTION),

	/** Bytes from which a write is not copied into the kernel: {@link Integer}. */
	ZERO_COPY_THRESHOLD("io-uring.zero-copy-threshold", Target.CONNECTION),

	/** Whether event loops poll without sleeping: {@link Boolean}. */
	BUSY_POLL("busy-poll", Target.LOOP),

	/** Events taken from the kernel at once: {@link Integer}. */
	MAX_EVENTS("epoll.max-events", Target.LOOP),

	/**
	 * Whether connections may be read and written past their channels: {@link Boolean}.
	 */
	DIRECT_IO("epoll.direct-io", Target.LOOP),

	/** Entries of the submission queue: {@link Integer}. */
	RING_SIZE("io-uring.ring-size", Target.LOOP),

	/** Entries of the completion queue: {@link Integer}. */
	COMPLETION_QUEUE_SIZE("io-uring.completion-queue-size", Target.LOOP);

	private final String property;

	private final Target target;

	private final Unit unit;

	TransportOption(String property, Target target) {
		this(property, target, Unit.NONE);
	}

	TransportOption(String property, Target target, Unit unit) {
		this.property = property;
		this.target = target;
		this.unit = unit;
	}

	/**
	 * Returns the name of the property that sets this option. Only {@link #REUSE_PORT}
	 * has none: it follows from other properties.
	 * @return the name below {@code millrace.transport}
	 */
	public String property() {
		return this.property;
	}

	Target target() {
		return this.target;
	}

	Object toNetty(Object value) {
		if (value instanceof NettyValue nettyValue) {
			return nettyValue.toNetty();
		}
		return switch (this.unit) {
			case NONE -> value;
			case SECONDS -> (int) ((Duration) value).toSeconds();
			case MILLISECONDS -> (int) ((Duration) value).toMillis();
			case LONG -> ((Integer) value).longValue();
		};
	}

	Object fromNetty(Object value) {
		return switch (this.unit) {
			case NONE -> value;
			case SECONDS -> Duration.ofSeconds((Integer) value);
			case MILLISECONDS -> Duration.ofMillis((Integer) value);
			case LONG -> ((Long) value).intValue();
		};
	}

	/** What an option is set on. */
	enum Target {

		LOOP, LISTENER, CONNECTION

	}

	/** How Netty takes the value. */
	private enum Unit {

		NONE, SECONDS, MILLISECONDS, LONG

	}

	/** A value that Netty has a type of its own for. */
	sealed interface NettyValue permits ReadBuffer, WriteBuffer, Allocator {

		Object toNetty();

	}

}
