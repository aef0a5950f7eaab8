package dev.millrace.transport.epoll;

import io.netty.channel.Channel;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.unix.FileDescriptor;
import org.jspecify.annotations.Nullable;

/**
 * Stands for the handle of a connection, but for the events that it is told.
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
