package dev.millrace.transport;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.FastThreadLocalThread;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.NonBlocking;
import reactor.netty.FutureMono;
import reactor.netty.resources.LoopResources;

import org.springframework.util.function.SingletonSupplier;

/**
 * The event loops of a server and of the clients that it uses. Clients run on the loop
 * that calls them, unless they have loops of their own.
 */
public final class WorkerLoopResources implements LoopResources {

	private final int count;

	private final SingletonSupplier<EventLoopGroup> servers;

	private final SingletonSupplier<EventLoopGroup> clients;

	private final List<EventLoopGroup> created = new CopyOnWriteArrayList<>();

	private final AtomicBoolean running = new AtomicBoolean(true);

	WorkerLoopResources(String prefix, int count, IoHandlerFactory serverHandlers, IoHandlerFactory clientHandlers,
			Consumer<Iterable<EventExecutor>> onStart) {
		this(prefix, count, serverHandlers, clientHandlers, Assignment.ROUND_ROBIN, onStart);
	}

	/**
	 * Creates loops, which start when they are first asked for.
	 * @param prefix the first part of the names of the threads
	 * @param count the number of loops
	 * @param serverHandlers what the loops run on
	 * @param clientHandlers what clients run on; the same to let them run on the loops of
	 * the server
	 * @param assignment which loop gets the next connection
	 * @param onStart is told the loops of the server when they start
	 */
	WorkerLoopResources(String prefix, int count, IoHandlerFactory serverHandlers, IoHandlerFactory clientHandlers,
			Assignment assignment, Consumer<Iterable<EventExecutor>> onStart) {
		this.count = count;
		this.servers = SingletonSupplier.of(() -> {
			EventLoopGroup group = newGroup(prefix, count, serverHandlers, assignment);
			onStart.accept(group);
			return group;
		});
		this.clients = SingletonSupplier.of(() -> LoopResources.colocate(clientHandlers.equals(serverHandlers)
				? onServer(true) : newGroup(prefix + "-client", count, clientHandlers, Assignment.ROUND_ROBIN)));
	}

	private EventLoopGroup newGroup(String prefix, int count, IoHandlerFactory handlers, Assignment assignment) {
		if (isDisposed()) {
			throw new IllegalStateException("The event loops are shut down");
		}
		ThreadFactory threads = new WorkerThreadFactory(prefix);
		EventLoopGroup group = (assignment == Assignment.LEAST_CONNECTIONS)
				? new LeastConnectionsGroup(count, threads, handlers)
				: new MultiThreadIoEventLoopGroup(count, threads, handlers);
		this.created.add(group);
		// Starts the threads in order, so that loop n runs on thread n.
		group.forEach((loop) -> loop.execute(() -> {
		}));
		return group;
	}

	@Override
	public EventLoopGroup onServer(boolean useNative) {
		return this.servers.obtain();
	}

	@Override
	public EventLoopGroup onClient(boolean useNative) {
		return this.clients.obtain();
	}

	/**
	 * Returns loops for one of several listeners: it and all its connections stay on one
	 * loop.
	 * @param index the number of the listener, from 0
	 * @return the loops
	 */
	public LoopResources pinned(int index) {
		int position = index % this.count;
		for (EventExecutor loop : onServer(true)) {
			if (position-- == 0) {
				return (useNative) -> (EventLoopGroup) loop;
			}
		}
		throw new IllegalStateException("No event loop " + index);
	}

	@Override
	public boolean isDisposed() {
		return !this.running.get();
	}

	@Override
	public Mono<Void> disposeLater(Duration quietPeriod, Duration timeout) {
		return Mono.defer(() -> {
			if (!this.running.compareAndSet(true, false)) {
				return Mono.empty();
			}
			return Flux.fromIterable(this.created)
				.flatMap((group) -> FutureMono.deferFuture(() -> shutdown(group, quietPeriod, timeout)))
				.then()
				.timeout(timeout, Mono.error(() -> new IllegalStateException(
						"The event loops could not be shut down within " + DurationText.of(timeout))));
		});
	}

	@SuppressWarnings("unchecked")
	private static io.netty.util.concurrent.Future<Void> shutdown(EventLoopGroup group, Duration quietPeriod,
			Duration timeout) {
		return (io.netty.util.concurrent.Future<Void>) group.shutdownGracefully(quietPeriod.toMillis(),
				timeout.toMillis(), TimeUnit.MILLISECONDS);
	}

	/** Numbers its threads from 1. */
	private static final class WorkerThreadFactory implements ThreadFactory {

		private final AtomicInteger counter = new AtomicInteger();

		private final String prefix;

		private WorkerThreadFactory(String prefix) {
			this.prefix = prefix;
		}

		@Override
		public Thread newThread(Runnable task) {
			Thread thread = new WorkerThread(task, this.prefix + "-" + this.counter.incrementAndGet());
			thread.setDaemon(true);
			return thread;
		}

	}

	/** A thread on which Reactor refuses {@code block()}. */
	private static final class WorkerThread extends FastThreadLocalThread implements NonBlocking {

		private WorkerThread(Runnable task, String name) {
			super(task, name);
		}

	}

}
