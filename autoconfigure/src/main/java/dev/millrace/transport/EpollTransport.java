package dev.millrace.transport;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

import dev.millrace.transport.epoll.DirectIoHandler;
import dev.millrace.transport.epoll.LazyInterestIoHandler;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.DefaultSelectStrategyFactory;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.SelectStrategy;
import io.netty.channel.SelectStrategyFactory;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * Linux epoll.
 */
final class EpollTransport implements Transport {

	private static final SelectStrategyFactory SPIN = () -> (selectSupplier, hasTasks) -> SelectStrategy.BUSY_WAIT;

	static @Nullable Throwable unavailabilityCause() {
		return Epoll.unavailabilityCause();
	}

	@Override
	public TransportType type() {
		return TransportType.EPOLL;
	}

	@Override
	public IoHandlerFactory ioHandlers(Map<TransportOption, Object> options) {
		// With 0 Netty begins with a small array of events and lets it grow.
		int maxEvents = (Integer) options.getOrDefault(TransportOption.MAX_EVENTS, 0);
		boolean spin = Boolean.TRUE.equals(options.get(TransportOption.BUSY_POLL));
		IoHandlerFactory epoll = LazyInterestIoHandler
			.factory(EpollIoHandler.newFactory(maxEvents, spin ? SPIN : DefaultSelectStrategyFactory.INSTANCE));
		boolean direct = (Boolean) options.getOrDefault(TransportOption.DIRECT_IO, true);
		return direct ? DirectIoHandler.factory(epoll) : epoll;
	}

	@Override
	public Set<TransportOption> loopOptions() {
		return EnumSet.of(TransportOption.BUSY_POLL, TransportOption.MAX_EVENTS, TransportOption.DIRECT_IO);
	}

	@Override
	public ServerSocketChannel newListener() {
		return new EpollServerSocketChannel();
	}

	@Override
	public SocketChannel newConnection() {
		return new EpollSocketChannel();
	}

	@Override
	public Channel newLocalListener() {
		return new EpollServerDomainSocketChannel();
	}

	@Override
	public Channel newLocalConnection() {
		return new EpollDomainSocketChannel();
	}

	@Override
	public @Nullable ChannelOption<?> channelOption(TransportOption option) {
		return switch (option) {
			case REUSE_PORT -> EpollChannelOption.SO_REUSEPORT;
			case FAST_OPEN -> ChannelOption.TCP_FASTOPEN;
			case DEFER_ACCEPT -> EpollChannelOption.TCP_DEFER_ACCEPT;
			case KEEP_ALIVE_IDLE -> EpollChannelOption.TCP_KEEPIDLE;
			case KEEP_ALIVE_INTERVAL -> EpollChannelOption.TCP_KEEPINTVL;
			case KEEP_ALIVE_COUNT -> EpollChannelOption.TCP_KEEPCNT;
			case QUICK_ACK -> EpollChannelOption.TCP_QUICKACK;
			case USER_TIMEOUT -> EpollChannelOption.TCP_USER_TIMEOUT;
			case NOT_SENT_LOW_WATER_MARK -> EpollChannelOption.TCP_NOTSENT_LOWAT;
			default -> Transport.super.channelOption(option);
		};
	}

	@Override
	public @Nullable ChannelOption<?> grantedOption(TransportOption option) {
		return (option == TransportOption.FAST_OPEN) ? LinuxOptions.FAST_OPEN_QUEUE : channelOption(option);
	}

}
