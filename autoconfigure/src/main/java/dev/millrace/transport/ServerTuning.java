package dev.millrace.transport;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * What is asked of the transport.
 *
 * @param type the transport
 * @param workers the number of event loops
 * @param acceptors the number of listeners
 * @param sharePort whether other processes may listen on the same port
 * @param options the options that are set; all others are left to the system
 */
public record ServerTuning(TransportType type, WorkerCount workers, AcceptorCount acceptors, boolean sharePort,
		Map<TransportOption, Object> options) {

	/**
	 * Creates a tuning. Listeners that share the port get
	 * {@link TransportOption#REUSE_PORT} by themselves.
	 */
	public ServerTuning {
		Map<TransportOption, Object> copy = new EnumMap<>(TransportOption.class);
		copy.putAll(options);
		if (sharePort || acceptors.value() > 1) {
			copy.put(TransportOption.REUSE_PORT, true);
		}
		options = Collections.unmodifiableMap(copy);
	}

	/**
	 * Returns what is asked for when nothing is set.
	 * @return the best transport of the machine, a loop for each processor, one listener
	 */
	public static ServerTuning defaults() {
		WorkerCount workers = WorkerCount.parse("auto", Runtime.getRuntime().availableProcessors());
		return new ServerTuning(TransportType.AUTO, workers, AcceptorCount.parse("1", workers.value()), false,
				Map.of());
	}

}
