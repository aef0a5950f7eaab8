package dev.millrace.transport;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

import dev.millrace.transport.epoll.HalfClosingIoHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringChannelOption;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringIoHandlerConfig;
import io.netty.channel.uring.IoUringServerSocketChannel;
import io.netty.channel.uring.IoUringSocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * Linux io_uring.
 */
final class IoUringTransport implements Transport {

	static @Nullable Throwable unavailabilityCause() {
		return IoUring.unavailabilityCause();
	}

	@Override
	public TransportType type() {
		return TransportType.IO_URING;
	}

	@Override
	public IoHandlerFactory ioHandlers(Map<TransportOption, Object> options) {
		IoUringIoHandlerConfig config = new IoUringIoHandlerConfig();
		if (options.get(TransportOption.RING_SIZE) instanceof Integer size) {
			config.setRingSize(size);
		}
		if (options.get(TransportOption.COMPLETION_QUEUE_SIZE) instanceof Integer size) {
			config.setCqSize(size);
		}
		return HalfClosingIoHandler.factory(IoUringIoHandler.newFactory(config));
	}

	@Override
	public Set<TransportOption> loopOptions() {
		return EnumSet.of(TransportOption.RING_SIZE, TransportOption.COMPLETION_QUEUE_SIZE);
	}

	@Override
	public ServerSocketChannel newListener() {
		return new IoUringServerSocketChannel();
	}

	@Override
	public SocketChannel newConnection() {
		return new IoUringSocketChannel();
	}

	@Override
	public @Nullable ChannelOption<?> channelOption(TransportOption option) {
		return switch (option) {
			case REUSE_PORT -> IoUringChannelOption.SO_REUSEPORT;
			case FAST_OPEN -> ChannelOption.TCP_FASTOPEN;
			case DEFER_ACCEPT -> IoUringChannelOption.TCP_DEFER_ACCEPT;
			case KEEP_ALIVE_IDLE -> IoUringChannelOption.TCP_KEEPIDLE;
			case KEEP_ALIVE_INTERVAL -> IoUringChannelOption.TCP_KEEPINTVL;
			case KEEP_ALIVE_COUNT -> IoUringChannelOption.TCP_KEEPCNT;
			case QUICK_ACK -> IoUringChannelOption.TCP_QUICKACK;
			case USER_TIMEOUT -> IoUringChannelOption.TCP_USER_TIMEOUT;
			case NOT_SENT_LOW_WATER_MARK -> IoUringChannelOption.TCP_NOTSENT_LOWAT;
			case ZERO_COPY_THRESHOLD -> IoUringChannelOption.IO_URING_WRITE_ZERO_COPY_THRESHOLD;
			default -> Transport.super.channelOption(option);
		};
	}

	@Override
	public @Nullable ChannelOption<?> grantedOption(TransportOption option) {
		return (option == TransportOption.FAST_OPEN) ? LinuxOptions.FAST_OPEN_QUEUE : channelOption(option);
	}

}
