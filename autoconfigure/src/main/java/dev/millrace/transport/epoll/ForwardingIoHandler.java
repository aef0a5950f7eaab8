package dev.millrace.transport.epoll;

import java.util.function.UnaryOperator;

import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.IoRegistration;
import io.netty.util.concurrent.ThreadAwareExecutor;

/**
 * Forwards all calls to another handler. Subclasses override some of them.
 */
abstract class ForwardingIoHandler implements IoHandler {

	private final IoHandler target;

	ForwardingIoHandler(IoHandler target) {
		this.target = target;
	}

	/** Makes handlers that forward to those of another factory. */
	static IoHandlerFactory factory(IoHandlerFactory targets, UnaryOperator<IoHandler> forwarding) {
		return new IoHandlerFactory() {

			@Override
			public IoHandler newHandler(ThreadAwareExecutor executor) {
				return forwarding.apply(targets.newHandler(executor));
			}

			@Override
			public boolean isChangingThreadSupported() {
				return targets.isChangingThreadSupported();
			}

		};
	}

	@Override
	public void initialize() {
		this.target.initialize();
	}

	@Override
	public int run(IoHandlerContext context) {
		return this.target.run(context);
	}

	@Override
	public void prepareToDestroy() {
		this.target.prepareToDestroy();
	}

	@Override
	public void destroy() {
		this.target.destroy();
	}

	@Override
	public IoRegistration register(IoHandle handle) throws Exception {
		return this.target.register(handle);
	}

	@Override
	public void wakeup() {
		this.target.wakeup();
	}

	@Override
	public boolean isCompatible(Class<? extends IoHandle> handleType) {
		return this.target.isCompatible(handleType);
	}

}
