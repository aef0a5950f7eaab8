package dev.millrace.transport.advice;

import java.util.List;

import dev.millrace.transport.Host;
import dev.millrace.transport.TunedTransport;
import io.netty.channel.Channel;
import org.jspecify.annotations.Nullable;

/**
 * The transport and the warnings of the running server, for the actuator. Set when the
 * server has started. Safe for use by any thread.
 */
public final class TransportStatus {

	private final Host host;

	private volatile State state = new State(null, List.of(), List.of());

	/**
	 * Creates the status of a server that has not started.
	 * @param host the machine
	 */
	public TransportStatus(Host host) {
		this.host = host;
	}

	/**
	 * Takes note of a start.
	 * @param transport the transport, or {@code null} if the tuning is not in force
	 * @param listeners the listeners
	 * @param warnings the problems that were found
	 */
	public void started(@Nullable TunedTransport transport, List<Channel> listeners, List<Warning> warnings) {
		this.state = new State(transport, List.copyOf(listeners), List.copyOf(warnings));
	}

	/**
	 * Reports on the transport.
	 * @return the report, or {@code null} while no tuned server has started
	 */
	public @Nullable TransportReport report() {
		State state = this.state;
		return (state.transport != null) ? TransportReport.of(state.transport, state.listeners, this.host) : null;
	}

	/**
	 * Returns the problems that were found when the server started.
	 * @return the warnings
	 */
	public List<Warning> warnings() {
		return this.state.warnings;
	}

	private record State(@Nullable TunedTransport transport, List<Channel> listeners, List<Warning> warnings) {
	}

}
