package dev.millrace.transport.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

import dev.millrace.transport.WorkerLoopResources;
import io.netty.channel.unix.DomainSocketAddress;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.netty.ChannelBindException;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.resources.LoopResources;

/**
 * Binds the listeners of a server to its one port.
 *
 * @param count the number of listeners
 * @param sharePort whether other processes may listen on the same port
 */
record Acceptors(int count, boolean sharePort) {

	private static final Logger logger = LoggerFactory.getLogger(Acceptors.class);

	static final Acceptors ONE = new Acceptors(1, false);

	/**
	 * Binds all listeners, or none.
	 * @param server the server
	 * @param loops the loops to run on, or {@code null} for those of the server
	 * @param timeout how long a bind may take
	 * @return the listeners, in the order of their loops
	 */
	List<DisposableServer> bind(HttpServer server, @Nullable LoopResources loops, Duration timeout) {
		int count = this.count;
		if (count > 1 && isLocal(server)) {
			logger.warn("A Unix domain socket has one listener: 'millrace.transport.acceptors' does not hold");
			count = 1;
		}
		if (count > 1 && !this.sharePort) {
			checkFree(server);
		}
		List<DisposableServer> bound = new ArrayList<>();
		try {
			for (int i = 0; i < count; i++) {
				// The first bind chooses the port if 0 is asked for; the others use the
				// same.
				HttpServer listener = bound.isEmpty() ? server : server.bindAddress(bound.get(0)::address);
				bound.add(runOn(listener, loops, i).bindNow(timeout));
			}
			return List.copyOf(bound);
		}
		catch (RuntimeException ex) {
			bound.forEach(DisposableServer::disposeNow);
			throw ex;
		}
	}

	/** Whether a server listens on a Unix domain socket. */
	static boolean isLocal(HttpServer server) {
		Supplier<? extends SocketAddress> address = server.configuration().bindAddress();
		return address != null && address.get() instanceof DomainSocketAddress;
	}

	private HttpServer runOn(HttpServer server, @Nullable LoopResources loops, int index) {
		if (loops == null) {
			return server;
		}
		return server
			.runOn((this.count > 1 && loops instanceof WorkerLoopResources workers) ? workers.pinned(index) : loops);
	}

	/**
	 * Binds once without SO_REUSEPORT, which fails if another application listens on the
	 * port. With the option the kernel would give each application a part of the
	 * connections.
	 */
	private static void checkFree(HttpServer server) {
		Supplier<? extends SocketAddress> bindAddress = Objects.requireNonNull(server.configuration().bindAddress());
		if (bindAddress.get() instanceof InetSocketAddress address && address.getPort() != 0) {
			try (SocketChannel probe = SocketChannel.open()) {
				probe.setOption(StandardSocketOptions.SO_REUSEADDR, true);
				probe.bind(address);
			}
			catch (IOException ex) {
				throw ChannelBindException.fail(address, ex);
			}
		}
	}

}
