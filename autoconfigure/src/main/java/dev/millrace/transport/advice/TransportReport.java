package dev.millrace.transport.advice;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;

import dev.millrace.transport.Allocator;
import dev.millrace.transport.Host;
import dev.millrace.transport.ServerTuning;
import dev.millrace.transport.TransportOption;
import dev.millrace.transport.TunedTransport;
import io.netty.channel.Channel;
import io.netty.util.NetUtil;
import org.jspecify.annotations.Nullable;

/**
 * The transport of a server: what was asked for next to what is in force.
 *
 * @param type the transport
 * @param workers the number of event loops
 * @param acceptors the number of listeners
 * @param backlog how many connections may wait to be accepted; the kernel does not tell
 * what it granted, so this is the smaller of what was asked for and what it allows
 * @param options the options that are set, by the name of their property
 */
public record TransportReport(Setting type, Setting workers, Setting acceptors, Setting backlog,
		Map<String, Setting> options) {

	/**
	 * Reports on a server that runs.
	 * @param transport its transport
	 * @param listeners its listeners; none if it does not run
	 * @param host the machine
	 * @return what was asked for and what is in force
	 */
	public static TransportReport of(TunedTransport transport, List<Channel> listeners, Host host) {
		ServerTuning tuning = transport.tuning();
		boolean running = !listeners.isEmpty();
		Map<String, Setting> options = new LinkedHashMap<>();
		if (running) {
			transport.options(listeners.get(0))
				.forEach((option) -> options.put(option.option().property(),
						new Setting(display(option.requested()), display(option.effective()))));
		}
		options.remove(TransportOption.BACKLOG.property());
		Object backlog = tuning.options().get(TransportOption.BACKLOG);
		return new TransportReport(new Setting(tuning.type().id(), running ? transport.type().id() : null),
				new Setting(tuning.workers().requested(), running ? tuning.workers().value() : null),
				new Setting(tuning.acceptors().requested(), running ? listeners.size() : null),
				new Setting(backlog, running ? effectiveBacklog(backlog, host.maxBacklog()) : null), options);
	}

	private static int effectiveBacklog(@Nullable Object requested, OptionalInt most) {
		int asked = (requested instanceof Integer backlog) ? backlog : NetUtil.SOMAXCONN;
		return Math.min(asked, most.orElse(asked));
	}

	private static @Nullable Object display(@Nullable Object value) {
		return (value instanceof Allocator allocator) ? allocator.name().toLowerCase(Locale.ROOT) : value;
	}

}
