package dev.millrace.connection;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import dev.millrace.worker.CloseReason;
import dev.millrace.worker.Workers;
import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a connection may do after what, and what it is told in which state.
 */
class ConnectionStateTests {

	private final Workers workers = new Workers();

	private final EmbeddedChannel channel = new EmbeddedChannel();

	private final ConnectionRegistry registry;

	ConnectionStateTests() {
		this.workers.register("test", List.of(this.channel.eventLoop()));
		this.registry = new ConnectionRegistry(this.workers, KeepAlive.UNLIMITED);
	}

	/** One row for each state, one column for each state that may follow. */
	@ParameterizedTest
	@CsvSource({ "ACCEPTED, nyyynyy", "TLS_HANDSHAKE, ynnnnny", "READING, nnnynny", "PROCESSING, nnnyyyy",
			"WRITING, nnnyyyy", "KEEP_ALIVE, nnyynny", "CLOSING, nnnnnny" })
	void transitions(ConnectionState from, String allowed) {
		StringBuilder found = new StringBuilder();
		for (ConnectionState to : ConnectionState.values()) {
			found.append(from.allows(to) ? 'y' : 'n');
		}
		assertThat(found).hasToString(allowed);
	}

	private ServerConnection open() {
		ServerConnection connection = this.registry.open(this.channel);
		assertThat(connection).isNotNull();
		return connection;
	}

	@Test
	void aConnectionGoesThroughItsStates() {
		ServerConnection connection = open();
		assertThat(connection.state()).isEqualTo(ConnectionState.ACCEPTED);
		connection.requestStarted();
		assertThat(connection.state()).isEqualTo(ConnectionState.READING);
		connection.exchangeStarted(null);
		assertThat(connection.state()).isEqualTo(ConnectionState.PROCESSING);
		connection.responseStarted();
		assertThat(connection.state()).isEqualTo(ConnectionState.WRITING);
		connection.exchangeEnded(200, 0, 0);
		assertThat(connection.state()).isEqualTo(ConnectionState.KEEP_ALIVE);
		connection.closed();
		assertThat(connection.state()).isEqualTo(ConnectionState.CLOSING);
		assertThat(illegal()).isZero();
	}

	@Test
	void illegalTransitionsAreCountedAndNotMade() {
		ServerConnection connection = open();
		connection.responseStarted();
		connection.requestStarted();
		connection.requestStarted();
		assertThat(connection.state()).isEqualTo(ConnectionState.READING);
		assertThat(illegal()).isEqualTo(2);
	}

	@Test
	void streamsShareAState() {
		ServerConnection connection = open();
		connection.protocolSettled(Protocol.H2, () -> {
		});
		assertThat(connection.state()).isEqualTo(ConnectionState.KEEP_ALIVE);
		connection.exchangeStarted(null);
		connection.responseStarted();
		connection.exchangeStarted(null);
		connection.exchangeEnded(200, 0, 0);
		assertThat(connection.state()).isEqualTo(ConnectionState.PROCESSING);
		connection.exchangeEnded(200, 0, 0);
		assertThat(connection.state()).isEqualTo(ConnectionState.KEEP_ALIVE);
		assertThat(illegal()).isZero();
	}

	@Test
	void theFirstReasonToCloseHolds() {
		ServerConnection connection = open();
		connection.closing(CloseReason.WRITE_STALL);
		connection.closing(CloseReason.SERVER);
		connection.closed();
		connection.closed();
		assertThat(this.workers.snapshots().get(0).closedConnections()).containsOnlyKeys(CloseReason.WRITE_STALL)
			.containsValue(1L);
	}

	@Test
	void aSliceGoesOnWhenItsConnectionHasGone() {
		Random random = new Random(1);
		List<ServerConnection> connections = new ArrayList<>();
		for (int i = 0; i < 5 * LoopConnections.SLICE; i++) {
			connections.add(open());
		}
		Set<Long> seen = new HashSet<>();
		CompletableFuture<Void> done = this.registry.forEach((connection) -> seen.add(connection.id()));
		Set<Long> stayed = new HashSet<>();
		connections.forEach((connection) -> stayed.add(connection.id()));
		while (!done.isDone()) {
			this.channel.runPendingTasks();
			for (int i = 0; i < 100; i++) {
				ServerConnection gone = connections.get(random.nextInt(connections.size()));
				gone.closed();
				stayed.remove(gone.id());
			}
		}
		assertThat(seen).containsAll(stayed);
	}

	private long illegal() {
		return this.workers.snapshots().get(0).illegalTransitions();
	}

}
