package dev.millrace.transport;

import io.netty.channel.IoEvent;
import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.IoOps;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoEvent;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoOps;
import org.jspecify.annotations.Nullable;

/**
 * Epoll where a connection that stops reading stays registered for input until some
 * comes. Reactor Netty stops reading with a request that has a body or is answered later,
 * and goes on with its response; a client that waits for the response sends nothing in
 * between, so that both calls of {@code epoll_ctl} can be left out.
 */
final class LazyInterestIoHandler extends ForwardingIoHandler {

	private LazyInterestIoHandler(IoHandler epoll) {
		super(epoll);
	}

	/** Makes handlers of epoll lazy. */
	static IoHandlerFactory factory(IoHandlerFactory epoll) {
		return factory(epoll, LazyInterestIoHandler::new);
	}

	@Override
	public IoRegistration register(IoHandle handle) throws Exception {
		Interest interest = new Interest((EpollIoHandle) handle);
		interest.kernel = super.register(interest);
		return interest;
	}

	/**
	 * What a connection wants to hear of, and what the kernel was told. Interest is
	 * changed and events are handled by the loop alone.
	 */
	@SuppressWarnings("try")
	private static final class Interest extends ForwardingEpollHandle implements IoRegistration {

		private @Nullable IoRegistration kernel;

		private EpollIoOps wanted = EpollIoOps.NONE;

		private EpollIoOps told = EpollIoOps.NONE;

		Interest(EpollIoHandle channel) {
			super(channel);
		}

		@Override
		public long submit(IoOps ops) {
			this.wanted = (EpollIoOps) ops;
			boolean same = this.told.value() == this.wanted.value();
			return (same || isLazy()) ? this.wanted.value() : tell();
		}

		/** Whether the kernel tells of input that is not wanted, and of nothing else. */
		private boolean isLazy() {
			return this.wanted.value() != EpollIoOps.NONE.value() && !this.wanted.contains(EpollIoOps.EPOLLIN)
					&& this.told.value() == (this.wanted.value() | EpollIoOps.EPOLLIN.value());
		}

		private long tell() {
			long submitted = kernel().submit(this.wanted);
			this.told = this.wanted;
			return submitted;
		}

		@Override
		public void handle(IoRegistration registration, IoEvent event) {
			EpollIoOps ready = ((EpollIoEvent) event).ops();
			if (ready.contains(EpollIoOps.EPOLLIN) && isLazy()) {
				tell();
				EpollIoOps rest = ready.without(EpollIoOps.EPOLLIN);
				if (rest.value() != EpollIoOps.NONE.value()) {
					EpollIoEvent others = () -> rest;
					this.channel.handle(this, others);
				}
				return;
			}
			this.channel.handle(this, event);
		}

		private IoRegistration kernel() {
			IoRegistration registration = this.kernel;
			if (registration == null) {
				throw new IllegalStateException("Not registered");
			}
			return registration;
		}

		@Override
		public <T> T attachment() {
			return kernel().attachment();
		}

		@Override
		public boolean isValid() {
			return kernel().isValid();
		}

		@Override
		public boolean cancel() {
			return kernel().cancel();
		}

	}

}
