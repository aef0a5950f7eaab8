package dev.millrace.transport;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import dev.millrace.transport.TransportOption.NettyValue;
import dev.millrace.transport.TransportOption.Target;
import dev.millrace.transport.epoll.LoopReadAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelOption;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.server.HttpServer;

/**
 * The options of one transport: checks them, sets them and reads back what became of
 * them.
 */
final class SocketOptions {

	/**
	 * The kernel's send buffer grows to 4 MB for a slow reader of a large answer; with
	 * this mark the kernel takes no more while 16 KB are unsent. It is also faster than a
	 * larger mark, because the bytes are still in the processor's cache when they are
	 * sent.
	 */
	private static final int NOT_SENT_LOW_WATER_MARK = 16 * 1024;

	private final Transport transport;

	private final Map<TransportOption, Object> options;

	SocketOptions(Transport transport, Map<TransportOption, Object> options) {
		this.transport = transport;
		this.options = options;
	}

	/**
	 * Adds the options that are set unless the user says otherwise.
	 * @param transport the transport
	 * @param options what the user sets
	 * @return these, and the others that the system has
	 */
	static SocketOptions withDefaults(Transport transport, Map<TransportOption, Object> options) {
		TransportOption mark = TransportOption.NOT_SENT_LOW_WATER_MARK;
		Map<TransportOption, Object> additional = Map.of(mark, NOT_SENT_LOW_WATER_MARK);
		if (options.containsKey(mark) || !transport.supports(mark)
				|| !new SocketOptions(transport, additional).accepted()) {
			return new SocketOptions(transport, options);
		}
		Map<TransportOption, Object> all = new EnumMap<>(TransportOption.class);
		all.putAll(options);
		all.putAll(additional);
		return new SocketOptions(transport, all);
	}

	/**
	 * Whether the kernel accepts the option: some sandboxes offer epoll without all
	 * options of Linux.
	 */
	private boolean accepted() {
		try {
			probe(this.transport.newConnection(), Target.CONNECTION);
			return true;
		}
		catch (TransportException ex) {
			return false;
		}
	}

	/**
	 * Sets every option of a socket on an unbound one, so that what the system does not
	 * take is known before the server starts.
	 * @return what became of the options of connections
	 * @throws TransportException if the transport lacks an option or the system refuses
	 * its value
	 */
	List<EffectiveOption> probe() {
		this.options.forEach((option, value) -> {
			if (!this.transport.supports(option)) {
				throw refusal(option, value, "the %s transport does not have it".formatted(this.transport.type().id()));
			}
		});
		probe(this.transport.newListener(), Target.LISTENER);
		return probe(this.transport.newConnection(), Target.CONNECTION);
	}

	private List<EffectiveOption> probe(Channel channel, Target target) {
		try {
			this.options.forEach((option, value) -> {
				if (option.target() == target) {
					probe(channel, option, value);
				}
			});
			return read(channel, target);
		}
		finally {
			channel.unsafe().closeForcibly();
		}
	}

	private void probe(Channel channel, TransportOption option, Object value) {
		try {
			if (!channel.config().setOption(channelOption(option), option.toNetty(value))) {
				throw refusal(option, value, "this system does not have it");
			}
		}
		catch (ChannelException | IllegalArgumentException | UnsupportedOperationException ex) {
			throw refusal(option, value, "this system does not take the value (%s)".formatted(ex.getMessage()));
		}
	}

	private TransportException refusal(TransportOption option, Object value, String reason) {
		return new TransportException(option.property(), value,
				reason + "; remove the property or set 'millrace.transport.type' to a transport that has it");
	}

	HttpServer applyTo(HttpServer server) {
		HttpServer tuned = server;
		for (Map.Entry<TransportOption, Object> entry : this.options.entrySet()) {
			TransportOption option = entry.getKey();
			Object value = option.toNetty(entry.getValue());
			tuned = switch (option.target()) {
				case LISTENER -> tuned.option(channelOption(option), value);
				case CONNECTION -> tuned.childOption(channelOption(option), value);
				case LOOP -> tuned;
			};
		}
		if (this.transport.type() == TransportType.IO_URING) {
			// On io_uring reads of many connections are in progress at once, so they
			// cannot share a buffer.
			return tuned;
		}
		ReadBuffer size = (ReadBuffer) this.options.getOrDefault(TransportOption.READ_BUFFER, ReadBuffer.DEFAULT);
		return tuned.childOption(ChannelOption.RECVBUF_ALLOCATOR, new LoopReadAllocator(size.toNetty()));
	}

	/**
	 * Takes back the options that sockets of TCP alone have, from a server that listens
	 * on a Unix domain socket: Reactor Netty would warn of them with every connection.
	 * What the application itself has set stays.
	 * @param server the server
	 * @return the server with the options that its sockets have
	 */
	HttpServer applyToLocal(HttpServer server) {
		HttpServer local = server;
		for (EffectiveOption option : local()) {
			if (option.effective() == null) {
				ChannelOption<Object> name = channelOption(option.option());
				Object value = option.option().toNetty(option.requested());
				if (value.equals(local.configuration().options().get(name))) {
					local = local.option(name, null);
				}
				if (value.equals(local.configuration().childOptions().get(name))) {
					local = local.childOption(name, null);
				}
			}
		}
		return local;
	}

	/**
	 * Tells which options hold where a server listens on a Unix domain socket.
	 * @return the options of sockets; those that such sockets do not have are not in
	 * force
	 */
	List<EffectiveOption> local() {
		List<EffectiveOption> effective = new ArrayList<>();
		Set<ChannelOption<?>> listener = optionsOf(this.transport.newLocalListener());
		Set<ChannelOption<?>> connection = optionsOf(this.transport.newLocalConnection());
		this.options.forEach((option, requested) -> {
			if (option.target() != Target.LOOP) {
				Set<ChannelOption<?>> known = (option.target() == Target.LISTENER) ? listener : connection;
				boolean has = requested instanceof NettyValue || known.contains(channelOption(option));
				effective.add(new EffectiveOption(option, requested, has ? requested : null));
			}
		});
		return effective;
	}

	private static Set<ChannelOption<?>> optionsOf(@Nullable Channel channel) {
		if (channel == null) {
			return Set.of();
		}
		try {
			return Set.copyOf(channel.config().getOptions().keySet());
		}
		finally {
			channel.unsafe().closeForcibly();
		}
	}

	/**
	 * Reads the options that are set.
	 * @param channel the listener or connection to read from
	 * @param target which options to read
	 * @return the options and what became of them
	 */
	List<EffectiveOption> read(Channel channel, Target target) {
		List<EffectiveOption> effective = new ArrayList<>();
		this.options.forEach((option, requested) -> {
			if (option.target() == target) {
				effective.add(new EffectiveOption(option, requested, read(channel, option, requested)));
			}
		});
		return effective;
	}

	private @Nullable Object read(Channel channel, TransportOption option, Object requested) {
		try {
			Object value = channel.config().getOption(this.transport.grantedOption(option));
			if (value == null || requested instanceof NettyValue) {
				// Netty alone knows this option; the kernel cannot be asked.
				return requested;
			}
			return option.fromNetty(value);
		}
		catch (ChannelException ex) {
			return null;
		}
	}

	@SuppressWarnings("unchecked")
	private ChannelOption<Object> channelOption(TransportOption option) {
		return (ChannelOption<Object>) Objects.requireNonNull(this.transport.channelOption(option), option::property);
	}

}
