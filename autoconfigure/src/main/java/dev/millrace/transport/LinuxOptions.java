package dev.millrace.transport;

import io.netty.channel.ChannelOption;
import io.netty.channel.unix.IntegerUnixChannelOption;

/**
 * Options of Linux that Netty can set but does not read back.
 */
final class LinuxOptions {

	/** From {@code netinet/in.h} and {@code netinet/tcp.h}. */
	static final ChannelOption<Integer> FAST_OPEN_QUEUE = new IntegerUnixChannelOption("TCP_FASTOPEN", 6, 23);

	private LinuxOptions() {
	}

}
