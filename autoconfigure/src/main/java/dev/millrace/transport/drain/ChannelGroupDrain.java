package dev.millrace.transport.drain;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;

import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.DefaultEventExecutor;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

/**
 * Drains as Spring Boot does: Reactor Netty keeps the connections in a group, closes
 * those that are idle and waits for the others.
 */
public final class ChannelGroupDrain implements GracefulDrain {

	private static final Duration FOR_EVER = Duration.ofNanos(Long.MAX_VALUE);

	private final AtomicReference<@Nullable Thread> draining = new AtomicReference<>();

	@Override
	public HttpServer prepare(HttpServer server) {
		return server.channelGroup(new DefaultChannelGroup(new DefaultEventExecutor()));
	}

	@Override
	public CompletionStage<Boolean> drain(List<DisposableServer> listeners) {
		CompletableFuture<Boolean> idle = new CompletableFuture<>();
		Thread thread = new Thread(() -> {
			boolean ended = dispose(listeners, FOR_EVER);
			this.draining.set(null);
			idle.complete(ended);
		}, "netty-shutdown");
		this.draining.set(thread);
		thread.start();
		return idle;
	}

	@Override
	public void abort() {
		Thread thread = this.draining.get();
		if (thread != null) {
			thread.interrupt();
		}
	}

	@Override
	public void close(List<DisposableServer> listeners, Duration timeout) {
		dispose(listeners, timeout);
	}

	/**
	 * Closes all listeners first. The connections of all of them are in one group, so
	 * that one listener waits for all.
	 */
	private static boolean dispose(List<DisposableServer> listeners, Duration timeout) {
		listeners.stream().skip(1).forEach(DisposableServer::dispose);
		try {
			listeners.get(0).disposeNow(timeout);
			Mono.when(listeners.stream().map(DisposableServer::onDispose).toList()).block(timeout);
			return true;
		}
		catch (RuntimeException ex) {
			return false;
		}
	}

}
