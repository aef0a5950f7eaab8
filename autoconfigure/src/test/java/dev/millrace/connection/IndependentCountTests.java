package dev.millrace.connection;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

import dev.millrace.connection.Timeouts.Deadline;
import dev.millrace.connection.Timeouts.MinimumRate;
import dev.millrace.connection.accept.ConnectionLimits;
import dev.millrace.connection.accept.WhenFull;
import dev.millrace.testing.FrameClient;
import dev.millrace.testing.RawClient;
import dev.millrace.worker.CloseReason;
import dev.millrace.worker.Guard;
import dev.millrace.worker.GuardCount;
import dev.millrace.worker.GuardMode;
import dev.millrace.worker.WorkerSnapshot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.netty.http.HttpProtocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Every counter beside what the clients counted and what the kernel says, also when
 * clients do what they should not.
 */
@Timeout(60)
class IndependentCountTests {

	private static final int SERVED = 10;

	private static final int FLOOD = 200;

	private static List<RawClient> served(ConnectionServer server, int count) {
		List<RawClient> clients = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			clients.add(new RawClient(server.port()));
			assertThat(clients.get(i).get("/cold").read().body()).isEqualTo("cold");
		}
		return clients;
	}

	/** Nothing is left, for us and for the kernel, and the next client is served. */
	private static void isClean(ConnectionServer server, long accepted) {
		await().untilAsserted(() -> {
			WorkerSnapshot total = server.total();
			assertThat(total.activeConnections()).isZero();
			assertThat(KernelTable.sockets(server.port())).isZero();
			assertThat(server.limiter().open()).isZero();
			assertThat(server.connections()).isEmpty();
			assertThat(total.acceptedConnections()).isEqualTo(accepted);
			assertThat(total.closedConnections().values().stream().mapToLong(Long::longValue).sum())
				.isEqualTo(accepted);
			assertThat(total.responses().stream().mapToLong(Long::longValue).sum()).isEqualTo(total.requests());
			assertThat(total.illegalTransitions()).isZero();
		});
		served(server, 1).forEach(RawClient::close);
		await().untilAsserted(() -> assertThat(server.limiter().open()).isZero());
	}

	@Test
	void requestsAndResponsesAreThoseOfTheClients() {
		Random random = new Random(1);
		try (ConnectionServer server = ConnectionServer.with(Timeouts.NONE)) {
			List<RawClient> clients = served(server, SERVED);
			Map<Integer, Long> counted = new TreeMap<>(Map.of(2, (long) SERVED));
			List<String> paths = List.of("/cold", "/missing", "/broken", "/moved");
			for (int i = 0; i < 500; i++) {
				RawClient client = clients.get(random.nextInt(SERVED));
				RawClient.Response response = client.get(paths.get(random.nextInt(paths.size()))).read();
				counted.merge(response.status() / 100, 1L, Long::sum);
			}
			assertThat(counted).containsOnlyKeys(2, 3, 4, 5);
			await().untilAsserted(() -> {
				WorkerSnapshot total = server.total();
				assertThat(total.requests()).isEqualTo(500 + SERVED);
				assertThat(total.responses()).containsExactly(0L, 0L, counted.get(2), counted.get(3), counted.get(4),
						counted.get(5));
				assertThat(total.errors()).isEqualTo(counted.get(5));
			});
			clients.forEach(RawClient::close);
			isClean(server, SERVED);
			assertThat(server.closed(CloseReason.CLIENT)).isGreaterThanOrEqualTo(SERVED);
		}
	}

	@Test
	void bytesOfTlsAreThoseOfTheWire() throws IOException {
		try (ConnectionServer server = ConnectionServer.tls(Timeouts.NONE, ConnectionLimits.NONE);
				CountingRelay relay = new CountingRelay(server.port())) {
			for (int i = 0; i < 3; i++) {
				try (RawClient client = RawClient.tls(relay.port())) {
					assertThat(client.get("/cold").read().body()).isEqualTo("cold");
					assertThat(client.get("/file").read().body()).hasSize((int) Files.size(ConnectionServer.FILE));
				}
			}
			bytesAreThoseOf(relay, server);
		}
	}

	@Test
	void bytesOfFilesAreThoseOfTheWire() throws IOException {
		try (ConnectionServer server = ConnectionServer.with(Timeouts.NONE);
				CountingRelay relay = new CountingRelay(server.port())) {
			for (int i = 0; i < 3; i++) {
				try (RawClient client = new RawClient(relay.port())) {
					assertThat(client.get("/file").read().body()).hasSize((int) Files.size(ConnectionServer.FILE));
				}
			}
			bytesAreThoseOf(relay, server);
		}
	}

	@Test
	void bytesAndRequestsOfHttp2AreThoseOfTheWire() throws IOException {
		try (ConnectionServer server = new ConnectionServer(
				new ConnectionSettings(KeepAlive.UNLIMITED, Timeouts.NONE, Throttling.NONE), ConnectionLimits.NONE,
				(http) -> http.protocol(HttpProtocol.HTTP11, HttpProtocol.H2C));
				CountingRelay relay = new CountingRelay(server.port())) {
			try (FrameClient client = new FrameClient(relay.port(), 1_000_000)) {
				for (int stream = 1; stream < 100; stream += 2) {
					assertThat(client.get(stream, "/cold").body(stream)).isEqualTo("cold");
				}
			}
			bytesAreThoseOf(relay, server);
			await()
				.untilAsserted(() -> assertThat(server.total().responses()).containsExactly(0L, 0L, 50L, 0L, 0L, 0L));
			assertThat(server.total().requests()).isEqualTo(50);
		}
	}

	private static void bytesAreThoseOf(CountingRelay relay, ConnectionServer server) {
		await().untilAsserted(() -> {
			assertThat(server.total().activeConnections()).isZero();
			assertThat(server.total().bytesIn()).isEqualTo(relay.toServer());
			assertThat(server.total().bytesOut()).isEqualTo(relay.toClient());
		});
		assertThat(relay.toClient()).isGreaterThan(1000);
	}

	@ParameterizedTest
	@ValueSource(strings = { "GET /cold HTTP/1.1\r\nHost: te",
			"POST /echo HTTP/1.1\r\nHost: test\r\nContent-Length: 100\r\n\r\nabc",
			"GET /never HTTP/1.1\r\nHost: test\r\n\r\n", "GET /large HTTP/1.1\r\nHost: test\r\n\r\n" })
	void whoeverResetsIsCountedOnce(String sent) throws IOException {
		boolean answered = sent.startsWith("GET /large");
		try (ConnectionServer server = ConnectionServer.with(Timeouts.NONE)) {
			for (int i = 0; i < 50; i++) {
				try (Socket socket = new Socket("127.0.0.1", server.port())) {
					socket.setOption(StandardSocketOptions.SO_LINGER, 0);
					socket.getOutputStream().write(sent.getBytes());
					if (answered) {
						assertThat(socket.getInputStream().readNBytes(100_000)).hasSize(100_000);
					}
					long received = sent.length() * (i + 1L);
					await().untilAsserted(() -> assertThat(server.total().bytesIn()).isEqualTo(received));
				}
			}
			// A reset that a write meets before a read does is known as a client that
			// left.
			await().untilAsserted(() -> assertThat(
					server.closed(CloseReason.RESET) + (answered ? server.closed(CloseReason.CLIENT) : 0))
				.isEqualTo(50));
			isClean(server, 50);
		}
	}

	@Test
	void halfOpenConnectionsEnd() throws IOException {
		Deadline deadline = new Deadline(ConnectionServer.SHORT_IDLE.idleTimeout(), GuardMode.ENFORCE);
		Timeouts header = new Timeouts(Deadline.OFF, deadline, MinimumRate.OFF, Deadline.OFF, Deadline.OFF,
				MinimumRate.OFF, Deadline.OFF, Deadline.OFF);
		try (ConnectionServer server = ConnectionServer.with(ConnectionServer.SHORT_IDLE, header)) {
			// To the server these look like clients that have vanished without a word.
			List<Socket> vanished = new ArrayList<>();
			for (String sent : List.of("", "GET /co", "GET /cold HTTP/1.1\r\nHost: test\r\n\r\n")) {
				for (int i = 0; i < SERVED; i++) {
					vanished.add(new Socket("127.0.0.1", server.port()));
					vanished.get(vanished.size() - 1).getOutputStream().write(sent.getBytes());
				}
			}
			await().untilAsserted(() -> assertThat(KernelTable.established(server.port())).isZero());
			await().untilAsserted(() -> {
				assertThat(server.closed(CloseReason.REQUEST_HEADER)).isEqualTo(2 * SERVED);
				assertThat(server.closed(CloseReason.KEEP_ALIVE)).isEqualTo(SERVED);
			});
			for (Socket socket : vanished) {
				socket.close();
			}
			isClean(server, 3 * SERVED);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "GET /co", "GET /never HTTP/1.1\r\nHost: test\r\n\r\n" })
	void clientsThatCloseTheirHalfAreLetGo(String sent) throws IOException {
		try (ConnectionServer server = ConnectionServer.with(Timeouts.NONE)) {
			List<Socket> sockets = new ArrayList<>();
			for (int i = 0; i < SERVED; i++) {
				sockets.add(new Socket("127.0.0.1", server.port()));
				sockets.get(i).getOutputStream().write(sent.getBytes());
				sockets.get(i).shutdownOutput();
			}
			await().untilAsserted(() -> assertThat(server.total().acceptedConnections()).isEqualTo(SERVED));
			await().untilAsserted(() -> assertThat(server.closed(CloseReason.CLIENT)).isEqualTo(SERVED));
			for (Socket socket : sockets) {
				socket.close();
			}
			isClean(server, SERVED);
		}
	}

	@ParameterizedTest
	@EnumSource(WhenFull.class)
	void aFloodIsCountedByEverybody(WhenFull whenFull) {
		ConnectionLimits limits = new ConnectionLimits(SERVED, GuardMode.ENFORCE, whenFull, 0, GuardMode.OFF, 64,
				List.of());
		try (ConnectionServer server = ConnectionServer.with(limits)) {
			List<RawClient> clients = served(server, SERVED);
			List<RawClient> flood = new ArrayList<>();
			Map<Fate, Long> fates = new EnumMap<>(Fate.class);
			for (int i = 0; i < FLOOD; i++) {
				RawClient attacker = new RawClient(server.port());
				flood.add(attacker);
				if (whenFull != WhenFull.PAUSE) {
					fates.merge(Fate.of(attacker), 1L, Long::sum);
				}
				RawClient healthy = clients.get(i % SERVED);
				assertThat(healthy.get("/cold").read().body()).isEqualTo("cold");
			}
			await().untilAsserted(() -> assertThat(KernelTable.owned(server.port())).isEqualTo(SERVED));
			WorkerSnapshot total = server.total();
			assertThat(total.activeConnections()).isEqualTo(SERVED);
			assertThat(total.requests()).isEqualTo(SERVED + FLOOD);
			int waiting = (whenFull == WhenFull.PAUSE) ? FLOOD : 0;
			assertThat(total.rejectedConnections()).isEqualTo(FLOOD - waiting);
			assertThat(KernelTable.established(server.port())).isEqualTo(SERVED + waiting);
			switch (whenFull) {
				case PAUSE -> assertThat(server.guarded(Guard.MAX).enforced()).isPositive();
				case REJECT -> assertThat(fates).isEqualTo(Map.of(Fate.TOLD, (long) FLOOD));
				case CLOSE -> assertThat(fates).isEqualTo(Map.of(Fate.RESET, (long) FLOOD));
				default -> throw new AssertionError();
			}
			if (whenFull != WhenFull.PAUSE) {
				assertThat(server.guarded(Guard.MAX)).isEqualTo(new GuardCount(FLOOD, 0));
			}
			flood.forEach(RawClient::close);
			clients.forEach(RawClient::close);
			// Who waited in the queue of the kernel is taken from it, and found gone.
			await().untilAsserted(() -> assertThat(server.total().acceptedConnections()).isEqualTo(SERVED + waiting));
			isClean(server, SERVED + waiting);
		}
	}

	/** What became of a connection, as its client saw it. */
	private enum Fate {

		TOLD, RESET;

		static Fate of(RawClient client) {
			try {
				return (client.read().status() == 503) ? TOLD : RESET;
			}
			catch (UncheckedIOException ex) {
				assertThat(ex).hasMessageContaining("reset");
				return RESET;
			}
		}

	}

}
