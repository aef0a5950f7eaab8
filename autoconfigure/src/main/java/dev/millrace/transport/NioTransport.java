package dev.millrace.transport;

import java.util.Map;
import java.util.Set;

import io.netty.channel.ChannelOption;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioChannelOption;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import jdk.net.ExtendedSocketOptions;
import org.jspecify.annotations.Nullable;

/**
 * The selector of the JDK. SO_REUSEPORT is not offered, because its meaning in the JDK
 * differs between systems.
 */
final class NioTransport implements Transport {

	@Override
	public TransportType type() {
		return TransportType.NIO;
	}

	@Override
	public IoHandlerFactory ioHandlers(Map<TransportOption, Object> options) {
		return NioIoHandler.newFactory();
	}

	@Override
	public Set<TransportOption> loopOptions() {
		return Set.of();
	}

	@Override
	public ServerSocketChannel newListener() {
		return new NioServerSocketChannel();
	}

	@Override
	public SocketChannel newConnection() {
		return new NioSocketChannel();
	}

	@Override
	public @Nullable ChannelOption<?> channelOption(TransportOption option) {
		return switch (option) {
			case KEEP_ALIVE_IDLE -> NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPIDLE);
			case KEEP_ALIVE_INTERVAL -> NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPINTERVAL);
			case KEEP_ALIVE_COUNT -> NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPCOUNT);
			case QUICK_ACK -> NioChannelOption.of(ExtendedSocketOptions.TCP_QUICKACK);
			default -> Transport.super.channelOption(option);
		};
	}

}
