package dev.millrace.transport;

import java.util.Map;

import io.netty.channel.IoHandlerFactory;
import org.jspecify.annotations.Nullable;

/**
 * The event loops that users get, for tests of other packages.
 */
public final class TestLoops {

	private TestLoops() {
	}

	/** Makes the I/O handlers that this system is served with when nothing is set. */
	public static IoHandlerFactory ioHandlers() {
		return ioHandlers(Map.of());
	}

	/** As {@link #ioHandlers()}, but every byte passes the pipeline. */
	public static IoHandlerFactory withoutDirectIo() {
		return ioHandlers(Map.of(TransportOption.DIRECT_IO, false));
	}

	/** Makes the I/O handlers of a transport; {@code null} if this system lacks it. */
	public static @Nullable IoHandlerFactory ioHandlers(TransportType type) {
		boolean available = TunedTransport.available()
			.stream()
			.anyMatch((transport) -> transport.type() == type && transport.available());
		return available ? Transports.create(type).ioHandlers(Map.of()) : null;
	}

	private static IoHandlerFactory ioHandlers(Map<TransportOption, Object> options) {
		return Transports.create(Transports.choose(TransportType.AUTO, Transports::availability)).ioHandlers(options);
	}

}
