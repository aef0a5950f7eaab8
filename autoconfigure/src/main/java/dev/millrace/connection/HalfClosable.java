package dev.millrace.connection;

import io.netty.channel.EventLoop;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoHandle;
import io.netty.channel.nio.NioIoHandle;

/**
 * A kind of I/O handle that exists only to be asked for: an event loop that says it is
 * compatible with this type can serve a connection whose client has ended its input, and
 * notices when that client leaves for good. Netty's epoll alone cannot: it deregisters
 * such a connection once nothing is read or written, cannot register it again, and never
 * closes it after a reset, of which the kernel then reports without end. Millrace's own
 * handlers do what is missing and answer {@link io.netty.channel.IoHandler#isCompatible}
 * accordingly.
 */
@SuppressWarnings("try")
public interface HalfClosable extends IoHandle {

	/**
	 * Tells whether connections of an event loop may be half closed.
	 * @param events the event loop
	 * @return whether it can serve them then
	 */
	static boolean on(EventLoop events) {
		return events instanceof IoEventLoop loop
				&& (loop.isCompatible(HalfClosable.class) || loop.isCompatible(NioIoHandle.class));
	}

}
