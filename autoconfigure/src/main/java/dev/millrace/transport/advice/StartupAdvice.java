package dev.millrace.transport.advice;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Consumer;

import dev.millrace.transport.DurationText;
import dev.millrace.transport.Host;
import dev.millrace.transport.ServerTuning;
import dev.millrace.transport.TransportOption;
import dev.millrace.transport.TunedTransport;
import org.jspecify.annotations.Nullable;

/**
 * Finds problems of a server that has started, such as limits of the machine that are too
 * low for its settings.
 *
 * @param host the machine
 * @param versions the versions on the class path
 * @param settings what the configuration says
 */
public record StartupAdvice(Host host, Versions versions, Settings settings) {

	private static final String SAFE_NETTY = "4.2.18.Final";

	private static final String SAFE_REACTOR_NETTY = "1.3.8";

	private static final String SAFE_REACTOR_BOM = "2025.0.8";

	/**
	 * Returns the problems of a server.
	 * @param transport its transport, or {@code null} if the tuning is not in force
	 * @return a warning for each; empty if all is well
	 */
	public List<Warning> warnings(@Nullable TunedTransport transport) {
		List<Warning> warnings = new ArrayList<>();
		if (transport == null) {
			warnings.add(new Warning("tuning-not-in-force",
					"The application defines its own ReactorResourceFactory or ReactiveWebServerFactory, so the"
							+ " transport is not tuned",
					"remove that bean, or set 'millrace.enabled=false'"));
		}
		else {
			fallback(transport, warnings::add);
			backlog(transport.tuning(), warnings::add);
			fastOpen(transport.tuning(), warnings::add);
		}
		openFiles(warnings::add);
		processors(warnings::add);
		versions(warnings::add);
		properties(warnings::add);
		drain(warnings::add);
		return List.copyOf(warnings);
	}

	private void fallback(TunedTransport transport, Consumer<Warning> warnings) {
		if (transport.fallbackCause() != null && this.host.isLinux()) {
			warnings.accept(new Warning("nio-fallback",
					"Runs on the JDK's selector because epoll cannot be used: " + transport.fallbackCause(),
					"add io.netty:netty-transport-native-epoll with the classifier of this machine, or set"
							+ " 'millrace.transport.type=nio'"));
		}
	}

	private void backlog(ServerTuning tuning, Consumer<Warning> warnings) {
		OptionalInt most = this.host.maxBacklog();
		if (most.isPresent() && tuning.options().get(TransportOption.BACKLOG) instanceof Integer backlog
				&& backlog > most.getAsInt()) {
			warnings.accept(new Warning("backlog-cut",
					"A backlog of %d was asked for, but the kernel allows %d".formatted(backlog, most.getAsInt()),
					"raise it with 'sysctl net.core.somaxconn=%d' or lower 'millrace.transport.backlog'"
						.formatted(backlog)));
		}
	}

	private void fastOpen(ServerTuning tuning, Consumer<Warning> warnings) {
		if (tuning.options().containsKey(TransportOption.FAST_OPEN) && !this.host.isFastOpenOn()) {
			warnings.accept(new Warning("fast-open-off", "TCP fast open is switched off for servers in this kernel",
					"switch it on with 'sysctl net.ipv4.tcp_fastopen=3' or remove 'millrace.transport.tcp.fast-open'"));
		}
	}

	private void openFiles(Consumer<Warning> warnings) {
		this.host.openFileLimit().ifPresent((limit) -> {
			if (this.settings.connectionLimit() > limit) {
				warnings.accept(new Warning("open-file-limit",
						"%d connections may be open, but only %d files".formatted(this.settings.connectionLimit(),
								limit),
						"raise the limit ('ulimit -n', LimitNOFILE of systemd) or lower"
								+ " 'millrace.connections.max'"));
			}
		});
	}

	private void processors(Consumer<Warning> warnings) {
		this.host.cpuLimit().ifPresent((limit) -> {
			if (limit < 1) {
				warnings.accept(new Warning("cpu-limit",
						"The container may use %.2f of a processor: the kernel stops it for part of each 100 ms"
							.formatted(limit),
						"give it at least one processor, or no limit but a request"));
			}
		});
	}

	private void versions(Consumer<Warning> warnings) {
		if (Versions.isOlder(this.versions.netty(), SAFE_NETTY)) {
			warnings.accept(new Warning("netty-version",
					"Netty " + this.versions.netty() + " has a known request smuggling fault (CVE-2026-89044)",
					"set the property 'netty.version' of the build to " + SAFE_NETTY + " or newer"));
		}
		if (Versions.isOlder(this.versions.reactorNetty(), SAFE_REACTOR_NETTY)) {
			warnings.accept(new Warning("reactor-netty-version",
					"Reactor Netty " + this.versions.reactorNetty()
							+ " can leave a keep-alive connection hanging (reactor-netty#4361)",
					"set the property 'reactor-bom.version' of the build to " + SAFE_REACTOR_BOM + " or newer"));
		}
	}

	private void properties(Consumer<Warning> warnings) {
		if (this.settings.connectionTimeoutSet()) {
			warnings.accept(new Warning("connection-timeout",
					"'server.netty.connection-timeout' has no effect on connections that a server accepts",
					"remove it; 'millrace.keep-alive.idle-timeout' closes idle connections"));
		}
		this.settings.overridden()
			.forEach((own,
					boots) -> warnings.accept(new Warning("property-set-twice",
							"'%s' and '%s' are both set; the first is in force".formatted(own, boots),
							"remove '" + boots + "'")));
	}

	private void drain(Consumer<Warning> warnings) {
		Duration phase = this.settings.shutdownPhase();
		if (phase != null && this.settings.drain().compareTo(phase) > 0) {
			warnings.accept(new Warning("drain-cut",
					"The drain may take %s, but Spring waits %s for it and then cuts it off"
						.formatted(DurationText.of(this.settings.drain()), DurationText.of(phase)),
					"raise 'spring.lifecycle.timeout-per-shutdown-phase' or lower the times in 'millrace.drain'"));
		}
	}

	/**
	 * What only the configuration knows.
	 *
	 * @param connectionLimit how many connections may be open, -1 if there is no limit
	 * @param connectionTimeoutSet whether {@code server.netty.connection-timeout} is set
	 * @param overridden properties of Millrace that are set, each with the one of Boot
	 * that is set too
	 * @param drain how long the drain may take
	 * @param shutdownPhase how long Spring waits for it, {@code null} if there is none
	 */
	public record Settings(long connectionLimit, boolean connectionTimeoutSet, Map<String, String> overridden,
			Duration drain, @Nullable Duration shutdownPhase) {
	}

}
