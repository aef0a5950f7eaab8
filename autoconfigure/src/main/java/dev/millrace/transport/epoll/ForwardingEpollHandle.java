package dev.millrace.transport.epoll;

import io.netty.channel.Channel;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.unix.FileDescriptor;
import org.jspecify.annotations.Nullable;

/**
 * Forwards all calls to the handle of a connection, except the events, which subclasses
 * handle.
 */
@SuppressWarnings("try")
abstract class ForwardingEpollHandle implements EpollIoHandle {

	final EpollIoHandle channel;

	ForwardingEpollHandle(EpollIoHandle channel) {
		this.channel = channel;
	}

	/** The channel at the end of all that forward; {@code null} if it is none. */
	final @Nullable Channel target() {
		if (this.channel instanceof ForwardingEpollHandle next) {
			return next.target();
		}
		return (this.channel instanceof Channel.Unsafe unsafe) ? unsafe.voidPromise().channel() : null;
	}

	@Override
	public FileDescriptor fd() {
		return this.channel.fd();
	}

	@Override
	public void registered() {
		this.channel.registered();
	}

	@Override
	public void unregistered() {
		this.channel.unregistered();
	}

	@Override
	public void close() throws Exception {
		this.channel.close();
	}

}
