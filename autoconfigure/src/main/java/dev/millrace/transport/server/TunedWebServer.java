package dev.millrace.transport.server;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

import dev.millrace.transport.ServerTuning;
import dev.millrace.transport.TunedTransport;
import dev.millrace.transport.drain.GracefulDrain;
import io.netty.channel.Channel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.Errors.NativeIoException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.netty.ChannelBindException;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.resources.LoopResources;

import org.springframework.boot.web.server.GracefulShutdownCallback;
import org.springframework.boot.web.server.GracefulShutdownResult;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.boot.web.server.WebServer;
import org.springframework.boot.web.server.WebServerException;

/**
 * A Reactor Netty server with one or more listeners on one port. It looks like Spring
 * Boot's own: same log lines, same failures, same shutdown.
 */
public final class TunedWebServer implements WebServer {

	/** {@code EADDRINUSE} of Linux. */
	private static final int ADDRESS_IN_USE = -98;

	/** {@code EACCES}. */
	private static final int PERMISSION_DENIED = -13;

	private static final Duration START_TIMEOUT = Duration.ofSeconds(45);

	private static final Duration STOP_TIMEOUT = Duration.ofSeconds(3);

	private static final Log logger = LogFactory.getLog(TunedWebServer.class);

	private final HttpServer server;

	private final Supplier<@Nullable LoopResources> loops;

	private final @Nullable TunedTransport transport;

	private final GracefulDrain drain;

	private final boolean graceful;

	private final @Nullable Duration timeout;

	private volatile List<DisposableServer> listeners = List.of();

	TunedWebServer(HttpServer server, Supplier<@Nullable LoopResources> loops, @Nullable TunedTransport transport,
			GracefulDrain drain, boolean graceful, @Nullable Duration timeout) {
		this.server = drain.prepare(server);
		this.loops = loops;
		this.transport = transport;
		this.drain = drain;
		this.graceful = graceful;
		this.timeout = timeout;
	}

	@Override
	public void start() throws WebServerException {
		if (!this.listeners.isEmpty()) {
			return;
		}
		try {
			this.listeners = acceptors().bind(this.server, this.loops.get(), timeoutOr(START_TIMEOUT));
		}
		catch (Exception ex) {
			throw failure(ex);
		}
		logger.info(startedMessage());
		startAwaitThread(this.listeners.get(0));
	}

	private Acceptors acceptors() {
		if (this.transport == null) {
			return Acceptors.ONE;
		}
		ServerTuning tuning = this.transport.tuning();
		return new Acceptors(tuning.acceptors().value(), tuning.sharePort());
	}

	private Duration timeoutOr(Duration defaultTimeout) {
		return (this.timeout != null) ? this.timeout : defaultTimeout;
	}

	private static WebServerException failure(Exception ex) {
		if (ex instanceof ChannelBindException bindException) {
			int port = bindException.localPort();
			int error = nativeError(bindException.getCause());
			if (error == ADDRESS_IN_USE) {
				return new PortInUseException(port, ex);
			}
			if (port > 0 && error != PERMISSION_DENIED) {
				PortInUseException.throwIfPortBindingException(bindException, bindException::localPort);
			}
		}
		return new WebServerException("Unable to start Netty", ex);
	}

	private static int nativeError(@Nullable Throwable cause) {
		return (cause instanceof NativeIoException nativeException) ? nativeException.expectedErr() : 0;
	}

	private String startedMessage() {
		int port = getPort();
		if (port < 0) {
			return "Netty started on path " + this.listeners.get(0).path();
		}
		boolean secure = this.server.configuration().sslProvider() != null;
		return "Netty started on port " + port + (secure ? " (https)" : " (http)");
	}

	/**
	 * Starts the thread that keeps the JVM running while the server does: the threads of
	 * event loops are daemons.
	 */
	private void startAwaitThread(DisposableServer listener) {
		Thread thread = new Thread(() -> listener.onDispose().block(), "server");
		thread.setContextClassLoader(getClass().getClassLoader());
		thread.setDaemon(false);
		thread.start();
	}

	@Override
	public void shutDownGracefully(GracefulShutdownCallback callback) {
		List<DisposableServer> running = this.listeners;
		if (!this.graceful || running.isEmpty()) {
			callback.shutdownComplete(GracefulShutdownResult.IMMEDIATE);
			return;
		}
		logger.info("Commencing graceful shutdown. Waiting for active requests to complete");
		this.drain.drain(running).whenComplete((idle, failure) -> {
			if (Boolean.TRUE.equals(idle)) {
				logger.info("Graceful shutdown complete");
				callback.shutdownComplete(GracefulShutdownResult.IDLE);
			}
			else {
				logger.info("Graceful shutdown aborted with one or more requests still active");
				callback.shutdownComplete(GracefulShutdownResult.REQUESTS_ACTIVE);
			}
		});
	}

	@Override
	public void stop() throws WebServerException {
		List<DisposableServer> running = this.listeners;
		if (!running.isEmpty()) {
			this.drain.abort();
			this.drain.close(running, timeoutOr(STOP_TIMEOUT));
			this.listeners = List.of();
		}
	}

	@Override
	public int getPort() {
		List<DisposableServer> running = this.listeners;
		try {
			return running.isEmpty() ? -1 : running.get(0).port();
		}
		catch (UnsupportedOperationException ex) {
			return -1;
		}
	}

	/**
	 * Returns the listeners of the running server.
	 * @return the channels, none if the server does not run
	 */
	public List<Channel> listeners() {
		return this.listeners.stream().map(DisposableServer::channel).toList();
	}

	/**
	 * Tells whether the running server listens on a Unix domain socket, whose peers have
	 * no IP address.
	 * @return whether it does
	 */
	public boolean local() {
		return listeners().stream().anyMatch((listener) -> listener.localAddress() instanceof DomainSocketAddress);
	}

	/**
	 * Returns what the server runs on.
	 * @return the transport, or {@code null} if the event loops are not Millrace's
	 */
	public @Nullable TunedTransport transport() {
		return this.transport;
	}

}
