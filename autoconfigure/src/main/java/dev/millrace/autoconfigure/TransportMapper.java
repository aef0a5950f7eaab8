package dev.millrace.autoconfigure;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Supplier;

import dev.millrace.transport.AcceptorCount;
import dev.millrace.transport.ReadBuffer;
import dev.millrace.transport.ServerTuning;
import dev.millrace.transport.TransportOption;
import dev.millrace.transport.WorkerCount;
import dev.millrace.transport.WriteBuffer;
import io.netty.util.NetUtil;
import org.jspecify.annotations.Nullable;
import reactor.netty.ReactorNetty;

import org.springframework.boot.context.properties.PropertyMapper;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
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

	/** The kernel keeps these in 16 bits of seconds and 32 bits of milliseconds. */
	private static final Duration LONGEST = Duration.ofSeconds(32767);

	private static final Duration SECOND = Duration.ofSeconds(1);

	ServerTuning toTuning() {
		WorkerCount workers = workers();
		AcceptorCount acceptors = parse(PREFIX + "acceptors", this.transport.acceptors(),
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
			return parse(PREFIX + "workers", workers, () -> WorkerCount.parse(workers, processors));
		}
		String reactorNettys = System.getProperty(ReactorNetty.IO_WORKER_COUNT, "auto");
		return parse(ReactorNetty.IO_WORKER_COUNT, reactorNettys, () -> WorkerCount.parse(reactorNettys, processors));
	}

	private static <T> T parse(String property, String value, Supplier<T> parser) {
		try {
			return parser.get();
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidConfigurationPropertyValueException(property, value, ex.getMessage());
		}
	}

	private void mapTransport(Map<TransportOption, Object> options) {
		PropertyMapper map = PropertyMapper.get();
		map.from(this.transport::backlog)
			.as((backlog) -> PropertyChecks.atLeast(1, PREFIX + "backlog", backlog))
			.to((backlog) -> options.put(TransportOption.BACKLOG, backlog));
		map.from(this.transport::allocator).to((allocator) -> options.put(TransportOption.ALLOCATOR, allocator));
		map.from(this.transport::busyPoll).whenTrue().to((on) -> options.put(TransportOption.BUSY_POLL, on));
		map.from(this.epoll::maxEvents)
			.as((events) -> PropertyChecks.atLeast(1, PREFIX + "epoll.max-events", events))
			.to((events) -> options.put(TransportOption.MAX_EVENTS, events));
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
		PropertyMapper map = PropertyMapper.get();
		map.from(this.tcp::noDelay).to((on) -> options.put(TransportOption.NO_DELAY, on));
		map.from(this.tcp::quickAck).to((on) -> options.put(TransportOption.QUICK_ACK, on));
		map.from(this.tcp::fastOpen)
			.whenTrue()
			.as((on) -> options.getOrDefault(TransportOption.BACKLOG, NetUtil.SOMAXCONN))
			.to((queue) -> options.put(TransportOption.FAST_OPEN, queue));
		map.from(this.tcp::deferAccept)
			.as((time) -> PropertyChecks.between(SECOND, LONGEST, TCP + "defer-accept", time))
			.to((time) -> options.put(TransportOption.DEFER_ACCEPT, time));
		map.from(this.tcp::userTimeout)
			.as((time) -> PropertyChecks.between(Duration.ofMillis(1), LONGEST, TCP + "user-timeout", time))
			.to((time) -> options.put(TransportOption.USER_TIMEOUT, time));
		map.from(this.tcp::sendBuffer)
			.as((size) -> PropertyChecks.bytes(TCP + "send-buffer", size))
			.to((size) -> options.put(TransportOption.SEND_BUFFER, size));
		map.from(this.tcp::receiveBuffer)
			.as((size) -> PropertyChecks.bytes(TCP + "receive-buffer", size))
			.to((size) -> options.put(TransportOption.RECEIVE_BUFFER, size));
	}

	private void mapKeepAlive(Map<TransportOption, Object> options) {
		TcpProperties.KeepAlive keepAlive = this.tcp.keepAlive();
		PropertyMapper map = PropertyMapper.get();
		map.from(keepAlive::idle)
			.as((time) -> PropertyChecks.between(SECOND, LONGEST, TCP + "keep-alive.idle", time))
			.to((time) -> options.put(TransportOption.KEEP_ALIVE_IDLE, time));
		map.from(keepAlive::interval)
			.as((time) -> PropertyChecks.between(SECOND, LONGEST, TCP + "keep-alive.interval", time))
			.to((time) -> options.put(TransportOption.KEEP_ALIVE_INTERVAL, time));
		map.from(keepAlive::count)
			.as((count) -> PropertyChecks.atLeast(1, TCP + "keep-alive.count", count))
			.to((count) -> options.put(TransportOption.KEEP_ALIVE_COUNT, count));
		boolean timed = keepAlive.idle() != null || keepAlive.interval() != null || keepAlive.count() != null;
		PropertyChecks.check(!timed || !Boolean.FALSE.equals(keepAlive.enabled()), TCP + "keep-alive.enabled", false,
				"contradicts the other settings of 'millrace.transport.tcp.keep-alive'; remove it or them");
		if (timed || keepAlive.enabled() != null) {
			options.put(TransportOption.KEEP_ALIVE, timed || Boolean.TRUE.equals(keepAlive.enabled()));
		}
	}

	private void mapIoUring(Map<TransportOption, Object> options) {
		PropertyMapper map = PropertyMapper.get();
		Integer ring = this.ioUring.ringSize();
		map.from(ring)
			.as((size) -> PropertyChecks.powerOfTwo(PREFIX + "io-uring.ring-size", size))
			.to((size) -> options.put(TransportOption.RING_SIZE, size));
		map.from(this.ioUring::completionQueueSize)
			.as((size) -> PropertyChecks.powerOfTwo(PREFIX + "io-uring.completion-queue-size", size))
			.as((size) -> PropertyChecks.atLeast((ring != null) ? ring : 1, PREFIX + "io-uring.completion-queue-size",
					size))
			.to((size) -> options.put(TransportOption.COMPLETION_QUEUE_SIZE, size));
		map.from(this.ioUring::zeroCopyThreshold)
			.as((size) -> PropertyChecks.bytes(PREFIX + "io-uring.zero-copy-threshold", size))
			.to((size) -> options.put(TransportOption.ZERO_COPY_THRESHOLD, size));
	}

	private static int bytesOr(int defaultBytes, String property, @Nullable DataSize size) {
		return (size != null) ? PropertyChecks.bytes(PREFIX + property, size) : defaultBytes;
	}

}
