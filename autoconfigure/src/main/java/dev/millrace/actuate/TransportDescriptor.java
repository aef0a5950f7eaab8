package dev.millrace.actuate;

import java.util.List;
import java.util.Map;

import dev.millrace.transport.TransportAvailability;
import dev.millrace.transport.advice.Setting;
import dev.millrace.transport.advice.TransportReport;
import org.jspecify.annotations.Nullable;

/**
 * The transport as the endpoint tells it.
 *
 * @param type the transport, or {@code null} if the tuning is not in force
 * @param workers the number of event loops
 * @param acceptors the number of listeners
 * @param backlog how many connections may wait to be accepted
 * @param options the options that are set, by the name of their property
 * @param available the transports of this machine
 */
public record TransportDescriptor(@Nullable Setting type, @Nullable Setting workers, @Nullable Setting acceptors,
		@Nullable Setting backlog, Map<String, Setting> options, List<Availability> available) {

	static TransportDescriptor of(@Nullable TransportReport report, List<TransportAvailability> available) {
		List<Availability> transports = available.stream()
			.map((transport) -> new Availability(transport.type().id(), transport.available(), transport.cause()))
			.toList();
		if (report == null) {
			return new TransportDescriptor(null, null, null, null, Map.of(), transports);
		}
		return new TransportDescriptor(report.type(), report.workers(), report.acceptors(), report.backlog(),
				report.options(), transports);
	}

	/**
	 * Whether a transport can be used.
	 *
	 * @param type the transport
	 * @param available whether it can be used
	 * @param cause why not, or {@code null} if it can
	 */
	public record Availability(String type, boolean available, @Nullable String cause) {
	}

}
