package dev.millrace.actuate;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

import dev.millrace.connection.ConnectionRegistry;
import dev.millrace.connection.ConnectionSnapshot;
import dev.millrace.worker.WorkerSnapshot;
import dev.millrace.worker.Workers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the tables of workers and connections to the log.
 */
public class StatisticsLog implements Runnable {

	private static final Logger logger = LoggerFactory.getLogger("millrace.statistics");

	private static final Duration PATIENCE = Duration.ofSeconds(1);

	private static final int MOST_CONNECTIONS = 1000;

	private final Workers workers;

	private final ConnectionRegistry registry;

	/**
	 * Creates the log.
	 * @param workers the workers of the server
	 * @param registry the connections of the server
	 */
	public StatisticsLog(Workers workers, ConnectionRegistry registry) {
		this.workers = workers;
		this.registry = registry;
	}

	@Override
	public void run() {
		logger.info("Workers{}", workerTable());
		List<ConnectionSnapshot> connections = this.registry.snapshots(PATIENCE).join();
		logger.info("{} connections{}", connections.size(), connectionTable(connections));
	}

	private String workerTable() {
		StringBuilder table = new StringBuilder(line("name", "active", "accepted", "rejected", "requests", "bytesIn",
				"bytesOut", "errors", "tasks", "lagMillis", "busy"));
		List<WorkerSnapshot> snapshots = this.workers.snapshots();
		snapshots.forEach((worker) -> table.append(line(worker)));
		return table.append(line(WorkerSnapshot.total(snapshots))).toString();
	}

	private static String line(WorkerSnapshot worker) {
		return line(worker.name(), worker.activeConnections(), worker.acceptedConnections(),
				worker.rejectedConnections(), worker.requests(), worker.bytesIn(), worker.bytesOut(), worker.errors(),
				worker.pendingTasks(), worker.loopLagNanos() / 1_000_000, percent(worker.utilization()));
	}

	private static String connectionTable(List<ConnectionSnapshot> connections) {
		StringBuilder table = new StringBuilder(
				line("id", "remote", "protocol", "worker", "state", "bytesIn", "bytesOut", "requests", "streams"));
		connections.stream()
			.limit(MOST_CONNECTIONS)
			.forEach((connection) -> table
				.append(line(connection.id(), String.valueOf(AddressText.of(connection.remoteAddress(), true)),
						connection.protocol().id(), connection.worker(), connection.state(), connection.bytesIn(),
						connection.bytesOut(), connection.requests(), connection.activeStreams())));
		if (connections.size() > MOST_CONNECTIONS) {
			table.append("\n\t... and ").append(connections.size() - MOST_CONNECTIONS).append(" more");
		}
		return table.toString();
	}

	private static String percent(double share) {
		return Math.round(share * 100) + "%";
	}

	private static String line(Object... cells) {
		StringBuilder line = new StringBuilder("\n\t");
		for (Object cell : cells) {
			line.append(String.format(Locale.ROOT, "%-14s ", cell));
		}
		return line.toString().stripTrailing();
	}

}
