package dev.millrace.transport.epoll;

import dev.millrace.connection.direct.DirectSocket;
import io.netty.channel.Channel;
import io.netty.channel.IoEvent;
import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoEvent;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.epoll.EpollSocketChannel;

/**
 * Epoll that gives connections a {@link DirectSocket}, and offers input to a reader that
 * wants it before the channel reads it.
 */
public final class DirectIoHandler extends ForwardingIoHandler {

	private DirectIoHandler(IoHandler epoll) {
		super(epoll);
	}

	/** Gives connections of epoll their sockets. */
	public static IoHandlerFactory factory(IoHandlerFactory epoll) {
		return factory(epoll, DirectIoHandler::new);
	}

	@Override
	public IoRegistration register(IoHandle handle) throws Exception {
		if (handle instanceof Channel.Unsafe unsafe
				&& unsafe.voidPromise().channel() instanceof EpollSocketChannel channel) {
			EpollSocket socket = new EpollSocket(channel);
			channel.attr(DirectSocket.KEY).set(socket);
			return super.register(new Offering((EpollIoHandle) handle, socket));
		}
		return super.register(handle);
	}

	/**
	 * Offers input to the reader if the kernel reports nothing else; any other event goes
	 * to the channel.
	 */
	@SuppressWarnings("try")
	private static final class Offering extends ForwardingEpollHandle {

		private final EpollSocket socket;

		Offering(EpollIoHandle channel, EpollSocket socket) {
			super(channel);
			this.socket = socket;
		}

		@Override
		public void handle(IoRegistration registration, IoEvent event) {
			boolean input = ((EpollIoEvent) event).ops().value() == EpollIoOps.EPOLLIN.value();
			if (this.socket.dropsInput()) {
				return;
			}
			if (!input || !this.socket.readsInput()) {
				this.channel.handle(registration, event);
			}
		}

	}

}
