package dev.millrace.transport.epoll;

import dev.millrace.connection.HalfClosable;
import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerFactory;

/**
 * Declares, by {@link HalfClosable}, that a transport can serve half-closed connections.
 * Used for transports of which Netty's own implementation can.
 */
public final class HalfClosingIoHandler extends ForwardingIoHandler {

	private HalfClosingIoHandler(IoHandler target) {
		super(target);
	}

	public static IoHandlerFactory factory(IoHandlerFactory targets) {
		return factory(targets, HalfClosingIoHandler::new);
	}

	@Override
	public boolean isCompatible(Class<? extends IoHandle> handleType) {
		return handleType == HalfClosable.class || super.isCompatible(handleType);
	}

}
