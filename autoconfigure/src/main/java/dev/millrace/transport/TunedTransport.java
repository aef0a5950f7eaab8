package dev.millrace.transport;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

import dev.millrace.transport.TransportOption.Target;
import dev.millrace.worker.Workers;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.util.concurrent.EventExecutor;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.server.HttpServer;

/**
 * A transport that this machine has, with a tuning that it accepts.
 */
public final class TunedTransport {

	private final ServerTuning tuning;

	private final Transport transport;

	private final SocketOptions sockets;

	private final List<EffectiveOption> connectionOptions;

	private final @Nullable String fallbackCause;

	private TunedTransport(ServerTuning tuning, Transport transport, @Nullable String fallbackCause) {
		this.tuning = tuning;
		this.transport = transport;
		this.fallbackCause = fallbackCause;
		this.sockets = SocketOptions.withDefaults(transport, tuning.options());
		this.connectionOptions = this.sockets.probe();
	}

	/**
	 * Chooses the transport for a tuning and tries each of its options.
	 * @param tuning what is asked for
	 * @return the transport
	 * @throws TransportException if the machine or the transport cannot do it
	 */
	public static TunedTransport select(ServerTuning tuning) {
		return select(tuning, Transports::availability);
	}

	static TunedTransport select(ServerTuning tuning, Function<TransportType, TransportAvailability> availability) {
		TransportType type = Transports.choose(tuning.type(), availability);
		boolean fallback = tuning.type() == TransportType.AUTO && type == TransportType.NIO;
		return new TunedTransport(tuning, Transports.create(type), fallback ? Transports.whyNone(availability) : null);
	}

	/**
	 * Loads what nearly every server needs: the native library that {@code auto} would
	 * choose, and Reactor Netty. Starts nothing.
	 */
	public static void preload() {
		TransportType type = Transports.choose(TransportType.AUTO, Transports::availability);
		new SocketOptions(Transports.create(type), Map.of()).probe();
		HttpServer.create().childOption(ChannelOption.TCP_NODELAY, true).configuration();
	}

	/**
	 * Tells which transports this machine has. Loads their native libraries.
	 * @return the transports, each with the reason why it cannot be used
	 */
	public static List<TransportAvailability> available() {
		return Transports.all();
	}

	/**
	 * Returns the transport that was chosen.
	 * @return the type, never {@link TransportType#AUTO}
	 */
	public TransportType type() {
		return this.transport.type();
	}

	/**
	 * Tells why {@link TransportType#AUTO} came down to NIO.
	 * @return the reason, or {@code null} if it did not
	 */
	public @Nullable String fallbackCause() {
		return this.fallbackCause;
	}

	/**
	 * Returns what was asked for.
	 * @return the tuning
	 */
	public ServerTuning tuning() {
		return this.tuning;
	}

	/**
	 * Creates the event loops of the server.
	 * @param workers is told the loops when they start
	 * @return the loops, to be disposed of by the caller
	 * @throws TransportException if the transport is io_uring and does not do its work
	 */
	public WorkerLoopResources newWorkers(Workers workers) {
		return newWorkers(workers, Assignment.ROUND_ROBIN);
	}

	/**
	 * Creates the event loops of the server.
	 * @param workers is told the loops when they start
	 * @param assignment which loop gets the next connection
	 * @return the loops, to be disposed of by the caller
	 * @throws TransportException if the transport is io_uring and does not do its work
	 */
	public WorkerLoopResources newWorkers(Workers workers, Assignment assignment) {
		// The lambda hides IoHandlerFactory.isChangingThreadSupported(): a loop that may
		// be suspended reads the clock twice in each turn, to know whether it should be.
		IoHandlerFactory factory = this.transport.ioHandlers(this.tuning.options());
		IoHandlerFactory handlers = (executor) -> factory.newHandler(executor);
		WorkerLoopResources loops = newLoops("millrace", this.tuning.workers().value(), handlers, assignment,
				(executors) -> workers.register("millrace", executors));
		if (type() == TransportType.IO_URING) {
			selfTest(loops);
		}
		return loops;
	}

	/**
	 * Creates event loops apart from those of the server, which do not share their
	 * tuning.
	 * @param prefix the first part of the names of the threads
	 * @param count the number of loops
	 * @return the loops, to be disposed of by the caller
	 */
	public WorkerLoopResources newLoops(String prefix, int count) {
		return newLoops(prefix, count, this.transport.ioHandlers(Map.of()), Assignment.ROUND_ROBIN, (executors) -> {
		});
	}

	private WorkerLoopResources newLoops(String prefix, int count, IoHandlerFactory handlers, Assignment assignment,
			Consumer<Iterable<EventExecutor>> onStart) {
		return new WorkerLoopResources(prefix, count, handlers, clientHandlers(handlers), assignment, onStart);
	}

	/**
	 * Clients run on epoll if the server runs on io_uring: pooled connections of Reactor
	 * Netty's client have lost responses on io_uring.
	 */
	private IoHandlerFactory clientHandlers(IoHandlerFactory serverHandlers) {
		if (type() != TransportType.IO_URING) {
			return serverHandlers;
		}
		TransportType type = Transports.choose(TransportType.AUTO, Transports::availability);
		return Transports.create(type).ioHandlers(Map.of());
	}

	private static void selfTest(WorkerLoopResources loops) {
		try {
			SelfTest.run(loops);
		}
		catch (RuntimeException ex) {
			loops.dispose();
			throw new TransportException("type", TransportType.IO_URING.id(), "does not work on this machine: "
					+ ex.getMessage() + ". Write 'auto' to take what the machine has");
		}
	}

	public HttpServer applyTo(HttpServer server) {
		return this.sockets.applyTo(server);
	}

	public HttpServer applyToLocal(HttpServer server) {
		return this.sockets.applyToLocal(server);
	}

	/**
	 * Tells what became of the options that are set.
	 * @param listener a listener of the running server
	 * @return the options of loops, listeners and connections
	 */
	public List<EffectiveOption> options(Channel listener) {
		List<EffectiveOption> options = new ArrayList<>();
		this.tuning.options().forEach((option, value) -> {
			if (option.target() == Target.LOOP) {
				options.add(new EffectiveOption(option, value, value));
			}
		});
		if (listener.localAddress() instanceof DomainSocketAddress) {
			this.sockets.local().forEach((option) -> {
				if (option.effective() != null || this.tuning.options().containsKey(option.option())) {
					options.add(option);
				}
			});
			return options;
		}
		options.addAll(this.sockets.read(listener, Target.LISTENER));
		options.addAll(this.connectionOptions);
		return options;
	}

}
