package dev.millrace.transport.epoll;

import java.io.IOException;

import dev.millrace.connection.HalfClosable;
import io.netty.channel.Channel;
import io.netty.channel.IoEvent;
import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.IoOps;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoEvent;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.socket.DuplexChannel;
import org.jspecify.annotations.Nullable;

/**
 * Epoll where a connection that stops reading stays registered for input until some
 * comes. Reactor Netty stops reading with a request that has a body or is answered later,
 * and goes on with its response; a client that waits for the response sends nothing in
 * between, so that both calls of {@code epoll_ctl} can be left out.
 *
 * <p>
 * Also makes up for what Netty's epoll lacks where a client has ended its input and the
 * channel stays open: see {@link HalfClosable}.
 */
public final class LazyInterestIoHandler extends ForwardingIoHandler {

	/*
	 * Implementation note.
	 *
	 * Netty 4.2 uses epoll level-triggered: a socket that has something to read is
	 * reported until it was read, so a channel that does not want to read must deregister
	 * its interest, by one call of epoll_ctl, and register it again later, by another.
	 * Reactor Netty does that for each request that has a body or is answered later than
	 * in the read that brought it.
	 *
	 * Idea: do not tell the kernel that input is no more wanted. Nearly always the client
	 * sends nothing until it has the answer, so that interest comes back before any input
	 * does and both calls were avoided. If input comes all the same, the kernel reports
	 * it, and only then is it told (handle()). The event is not passed to the channel in
	 * that case; other conditions that were reported with it are.
	 *
	 * "wanted" is what the channel has asked for, "told" is what the kernel knows. They
	 * differ in one way only: told has EPOLLIN and wanted does not (isLazy()). Any other
	 * difference is told at once.
	 *
	 * A channel whose input has ended and that has nothing to write wants nothing at all.
	 * Netty would deregister it, and then hears of no reset. It stays registered with
	 * EPOLLET and without conditions: the kernel reports errors always, and edge-
	 * triggered each of them once.
	 *
	 * This depends on internals of Netty: IoHandle, IoRegistration and that submit() is
	 * called by the loop alone. Tests with real sockets fail if Netty changes them.
	 */

	/** EPOLLERR and EPOLLHUP, which the kernel reports to all that are registered. */
	private static final int BROKEN = EpollIoOps.EPOLLERR.value() | 0x10;

	private LazyInterestIoHandler(IoHandler epoll) {
		super(epoll);
	}

	/** Makes handlers of epoll lazy. */
	public static IoHandlerFactory factory(IoHandlerFactory epoll) {
		return factory(epoll, LazyInterestIoHandler::new);
	}

	@Override
	public IoRegistration register(IoHandle handle) throws Exception {
		Interest interest = new Interest((EpollIoHandle) handle);
		interest.kernel = super.register(interest);
		return interest;
	}

	@Override
	public boolean isCompatible(Class<? extends IoHandle> handleType) {
		return handleType == HalfClosable.class || super.isCompatible(handleType);
	}

	/**
	 * The events that a connection wants, and those that the kernel was told. Confined to
	 * the event loop.
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

		/** Whether the kernel was told all that is wanted, and input beside it. */
		private boolean isLazy() {
			return this.wanted.value() != EpollIoOps.NONE.value() && !this.wanted.contains(EpollIoOps.EPOLLIN)
					&& this.told.value() == (this.wanted.value() | EpollIoOps.EPOLLIN.value());
		}

		private long tell() {
			kernel().submit(atLeastErrors(this.wanted));
			this.told = this.wanted;
			return this.wanted.value();
		}

		/**
		 * A channel wants nothing when its input has ended and nothing waits to be
		 * written. Netty would deregister it then, fail to register it again, and not
		 * hear of a reset. Edge-triggered and without an interest of its own, it is told
		 * of errors, each once.
		 */
		private EpollIoOps atLeastErrors(EpollIoOps ops) {
			boolean registered = this.told.value() != EpollIoOps.NONE.value();
			return (registered && ops.value() == EpollIoOps.NONE.value()) ? EpollIoOps.EPOLLET : ops;
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
			if ((ready.value() & BROKEN) != 0) {
				closeIfReset();
			}
		}

		/**
		 * Netty learns of a reset when it reads, and does not read any more after the end
		 * of the input.
		 */
		private void closeIfReset() {
			Channel broken = target();
			if (broken instanceof DuplexChannel duplex && broken.isOpen() && duplex.isInputShutdown()) {
				broken.pipeline().fireExceptionCaught(new IOException("Connection reset by peer"));
				broken.unsafe().close(broken.unsafe().voidPromise());
			}
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
