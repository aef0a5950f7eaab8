package dev.millrace.transport;

import java.util.Map;
import java.util.Set;

import dev.millrace.transport.epoll.HalfClosingIoHandler;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.kqueue.KQueue;
import io.netty.channel.kqueue.KQueueDomainSocketChannel;
import io.netty.channel.kqueue.KQueueIoHandler;
import io.netty.channel.kqueue.KQueueServerDomainSocketChannel;
import io.netty.channel.kqueue.KQueueServerSocketChannel;
import io.netty.channel.kqueue.KQueueSocketChannel;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * The kqueue of macOS and the BSDs. SO_REUSEPORT is not offered: on these systems it lets
 * listeners share a port, but does not distribute connections among them.
 */
final class KQueueTransport implements Transport {

	static @Nullable Throwable unavailabilityCause() {
		return KQueue.unavailabilityCause();
	}

	@Override
	public TransportType type() {
		return TransportType.KQUEUE;
	}

	@Override
	public IoHandlerFactory ioHandlers(Map<TransportOption, Object> options) {
		return HalfClosingIoHandler.factory(KQueueIoHandler.newFactory());
	}

	@Override
	public Set<TransportOption> loopOptions() {
		return Set.of();
	}

	@Override
	public ServerSocketChannel newListener() {
		return new KQueueServerSocketChannel();
	}

	@Override
	public SocketChannel newConnection() {
		return new KQueueSocketChannel();
	}

	@Override
	public Channel newLocalListener() {
		return new KQueueServerDomainSocketChannel();
	}

	@Override
	public Channel newLocalConnection() {
		return new KQueueDomainSocketChannel();
	}

	@Override
	public @Nullable ChannelOption<?> channelOption(TransportOption option) {
		return (option == TransportOption.FAST_OPEN) ? ChannelOption.TCP_FASTOPEN
				: Transport.super.channelOption(option);
	}

}
