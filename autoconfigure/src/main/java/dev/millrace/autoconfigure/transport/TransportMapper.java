package dev.millrace.autoconfigure.transport;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

import dev.millrace.autoconfigure.PropertyChecks;
import dev.millrace.transport.AcceptorCount;
import dev.millrace.transport.ReadBuffer;
import dev.millrace.transport.ServerTuning;
import dev.millrace.transport.TransportOption;
import dev.millrace.transport.WorkerCount;
import dev.millrace.transport.WriteBuffer;
import io.netty.util.NetUtil;
import org.jspecify.annotations.Nullable;
import reactor.netty.ReactorNetty;

import org.springframework.util.unit.DataSize;

/**
 * Turns properties into a {@link ServerTuning}.
 *
 * @param transport the properties of the transport
 * @param tcp the properties of TCP
 * @param writeBuffer the properties of the write buffer
 * @param epoll the properties of epoll
 * @param ioUring the properties of io_uring
 */
record TransportMapper(TransportProperties transport, TcpProperties tcp, WriteBufferProperties writeBuffer,
		EpollProperties epoll, IoUringProperties ioUring) {

	static final String PREFIX = "millrace.transport.";

	private static final String TCP = PREFIX + "tcp.";

	/**
	 * Longest time of these options: the kernel keeps them in 16 bits of seconds or 32
	 * bits of milliseconds.
	 */
	private static final Duration LONGEST = Duration.ofSeconds(32767);

	private static final Duration SECOND = Duration.ofSeconds(1);

	ServerTuning toTuning() {
		WorkerCount workers = workers();
		AcceptorCount acceptors = PropertyChecks.parse(PREFIX + "acceptors", this.transport.acceptors(),
				() -> AcceptorCount.parse(this.transport.acceptors(), workers.value()));
		Map<TransportOption, Object> options = new EnumMap<>(TransportOption.class);
		mapTransport(options);
		mapTcp(options);
		mapKeepAlive(options);
		mapIoUring(options);
		return new ServerTuning(this.transport.type(), workers, acceptors, this.transport.sharePort(), options);
	}

	private WorkerCount workers() {
		int processors = Runtime.getRuntime().availableProcessors();
		String workers = this.transport.workers();
		if (workers != null) {
			return PropertyChecks.parse(PREFIX + "workers", workers, () -> WorkerCount.parse(workers, processors));
		}
		String reactorNettys = System.getProperty(ReactorNetty.IO_WORKER_COUNT, "auto");
		return PropertyChecks.parse(ReactorNetty.IO_WORKER_COUNT, reactorNettys,
				() -> WorkerCount.parse(reactorNettys, processors));
	}

	private void mapTransport(Map<TransportOption, Object> options) {
		put(options, TransportOption.BACKLOG, PropertyChecks.atLeast(1, PREFIX + "backlog", this.transport.backlog()));
		put(options, TransportOption.ALLOCATOR, this.transport.allocator());
		PropertyChecks.atLeast(1, LeakSampling.PROPERTY, this.transport.leakSamplingInterval());
		if (Boolean.TRUE.equals(this.transport.busyPoll())) {
			options.put(TransportOption.BUSY_POLL, true);
		}
		put(options, TransportOption.MAX_EVENTS,
				PropertyChecks.atLeast(1, PREFIX + "epoll.max-events", this.epoll.maxEvents()));
		if (!this.epoll.directIo()) {
			options.put(TransportOption.DIRECT_IO, false);
		}
		mapReadBuffer(options, this.transport.readBuffer());
		mapWriteBuffer(options);
	}

	private void mapReadBuffer(Map<TransportOption, Object> options, TransportProperties.ReadBuffer readBuffer) {
		DataSize initial = readBuffer.initial();
		DataSize maximum = readBuffer.maximum();
		if (initial == null && maximum == null) {
			return;
		}
		ReadBuffer buffer = new ReadBuffer(
				bytesOr(Math.min(ReadBuffer.DEFAULT.initial(),
						bytesOr(Integer.MAX_VALUE, "read-buffer.maximum", maximum)), "read-buffer.initial", initial),
				bytesOr(ReadBuffer.DEFAULT.maximum(), "read-buffer.maximum", maximum));
		PropertyChecks.check(buffer.initial() <= buffer.maximum(), PREFIX + "read-buffer.initial",
				String.valueOf(initial),
				"must not be above 'millrace.transport.read-buffer.maximum', which is %dB".formatted(buffer.maximum()));
		options.put(TransportOption.READ_BUFFER, buffer);
	}

	private void mapWriteBuffer(Map<TransportOption, Object> options) {
		DataSize low = this.writeBuffer.low();
		DataSize high = this.writeBuffer.high();
		if (low == null && high == null) {
			return;
		}
		WriteBuffer buffer = new WriteBuffer(bytesOr(WriteBuffer.DEFAULT.low(), "tcp.write-buffer.low", low),
				bytesOr(WriteBuffer.DEFAULT.high(), "tcp.write-buffer.high", high));
		String bound = (low != null) ? "low" : "high";
		PropertyChecks.check(buffer.low() <= buffer.high(), TCP + "write-buffer." + bound,
				String.valueOf((low != null) ? low : high),
				"the low water mark (%dB) must not be above the high one (%dB); set both".formatted(buffer.low(),
						buffer.high()));
		options.put(TransportOption.WRITE_BUFFER, buffer);
	}

	private void mapTcp(Map<TransportOption, Object> options) {
		put(options, TransportOption.NO_DELAY, this.tcp.noDelay());
		put(options, TransportOption.QUICK_ACK, this.tcp.quickAck());
		if (Boolean.TRUE.equals(this.tcp.fastOpen())) {
			Object queue = options.get(TransportOption.BACKLOG);
			options.put(TransportOption.FAST_OPEN, (queue != null) ? queue : NetUtil.SOMAXCONN);
		}
		put(options, TransportOption.DEFER_ACCEPT,
				PropertyChecks.between(SECOND, LONGEST, TCP + "defer-accept", this.tcp.deferAccept()));
		put(options, TransportOption.USER_TIMEOUT,
				PropertyChecks.between(Duration.ofMillis(1), LONGEST, TCP + "user-timeout", this.tcp.userTimeout()));
		put(options, TransportOption.NOT_SENT_LOW_WATER_MARK,
				PropertyChecks.bytes(TCP + "not-sent-low-water-mark", this.tcp.notSentLowWaterMark()));
		put(options, TransportOption.SEND_BUFFER, PropertyChecks.bytes(TCP + "send-buffer", this.tcp.sendBuffer()));
		put(options, TransportOption.RECEIVE_BUFFER,
				PropertyChecks.bytes(TCP + "receive-buffer", this.tcp.receiveBuffer()));
	}

	private void mapKeepAlive(Map<TransportOption, Object> options) {
		TcpProperties.KeepAlive keepAlive = this.tcp.keepAlive();
		put(options, TransportOption.KEEP_ALIVE_IDLE,
				PropertyChecks.between(SECOND, LONGEST, TCP + "keep-alive.idle", keepAlive.idle()));
		put(options, TransportOption.KEEP_ALIVE_INTERVAL,
				PropertyChecks.between(SECOND, LONGEST, TCP + "keep-alive.interval", keepAlive.interval()));
		put(options, TransportOption.KEEP_ALIVE_COUNT,
				PropertyChecks.atLeast(1, TCP + "keep-alive.count", keepAlive.count()));
		boolean timed = keepAlive.idle() != null || keepAlive.interval() != null || keepAlive.count() != null;
		PropertyChecks.check(!timed || !Boolean.FALSE.equals(keepAlive.enabled()), TCP + "keep-alive.enabled", false,
				"contradicts the other settings of 'millrace.transport.tcp.keep-alive'; remove it or them");
		if (timed || keepAlive.enabled() != null) {
			options.put(TransportOption.KEEP_ALIVE, timed || Boolean.TRUE.equals(keepAlive.enabled()));
		}
	}

	private void mapIoUring(Map<TransportOption, Object> options) {
		Integer ring = PropertyChecks.powerOfTwo(PREFIX + "io-uring.ring-size", this.ioUring.ringSize());
		Integer queue = PropertyChecks.powerOfTwo(PREFIX + "io-uring.completion-queue-size",
				this.ioUring.completionQueueSize());
		put(options, TransportOption.RING_SIZE, ring);
		put(options, TransportOption.COMPLETION_QUEUE_SIZE,
				PropertyChecks.atLeast((ring != null) ? ring : 1, PREFIX + "io-uring.completion-queue-size", queue));
		put(options, TransportOption.ZERO_COPY_THRESHOLD,
				PropertyChecks.bytes(PREFIX + "io-uring.zero-copy-threshold", this.ioUring.zeroCopyThreshold()));
	}

	/**
	 * Adds an option if it is set. Spring's PropertyMapper is not used: it needs a lambda
	 * per property, and each costs part of a millisecond at start-up.
	 */
	private static void put(Map<TransportOption, Object> options, TransportOption option, @Nullable Object value) {
		if (value != null) {
			options.put(option, value);
		}
	}

	private static int bytesOr(int defaultBytes, String property, @Nullable DataSize size) {
		Integer bytes = PropertyChecks.bytes(PREFIX + property, size);
		return (bytes != null) ? bytes : defaultBytes;
	}

}
