package dev.millrace.transport;

import java.util.Map;
import java.util.Set;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * One way to do I/O with Netty. Implementations are loaded only when they are used, since
 * the classes behind them need not be there.
 */
interface Transport {

	TransportType type();

	/**
	 * Returns what the loops run on.
	 * @param options the options, of which only {@link #loopOptions()} matter
	 * @return a factory for the handlers of the loops
	 */
	IoHandlerFactory ioHandlers(Map<TransportOption, Object> options);

	/**
	 * Returns the options that {@link #ioHandlers} understands.
	 * @return the options
	 */
	Set<TransportOption> loopOptions();

	ServerSocketChannel newListener();

	SocketChannel newConnection();

	/** Returns an unbound listener on a Unix domain socket, {@code null} without any. */
	default @Nullable Channel newLocalListener() {
		return null;
	}

	/** Returns a connection over a Unix domain socket, {@code null} without any. */
	default @Nullable Channel newLocalConnection() {
		return null;
	}

	/**
	 * Returns how this transport calls an option of a socket.
	 * @param option the option
	 * @return Netty's option, or {@code null} if this transport has none
	 */
	default @Nullable ChannelOption<?> channelOption(TransportOption option) {
		return switch (option) {
			case BACKLOG -> ChannelOption.SO_BACKLOG;
			case RECEIVE_BUFFER -> ChannelOption.SO_RCVBUF;
			case NO_DELAY -> ChannelOption.TCP_NODELAY;
			case KEEP_ALIVE -> ChannelOption.SO_KEEPALIVE;
			case SEND_BUFFER -> ChannelOption.SO_SNDBUF;
			case WRITE_BUFFER -> ChannelOption.WRITE_BUFFER_WATER_MARK;
			case READ_BUFFER -> ChannelOption.RECVBUF_ALLOCATOR;
			case ALLOCATOR -> ChannelOption.ALLOCATOR;
			default -> null;
		};
	}

	/**
	 * Returns how to ask the kernel what it made of an option.
	 * @param option the option
	 * @return Netty's option, or {@code null} if this transport has none
	 */
	default @Nullable ChannelOption<?> grantedOption(TransportOption option) {
		return channelOption(option);
	}

	default boolean supports(TransportOption option) {
		return loopOptions().contains(option) || channelOption(option) != null;
	}

}
