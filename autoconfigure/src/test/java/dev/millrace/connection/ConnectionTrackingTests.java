package dev.millrace.connection;

import java.io.IOException;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.millrace.connection.accept.ConnectionLimits;
import dev.millrace.testing.RawClient;
import dev.millrace.worker.CloseReason;
import dev.millrace.worker.WorkerSnapshot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.HttpClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What is told about connections, beside what their clients know.
 */
@Timeout(60)
class ConnectionTrackingTests {

	@Test
	void everyConnectionIsKnownUntilItEnds() {
		try (ConnectionServer server = ConnectionServer.with(Timeouts.NONE)) {
			List<RawClient> clients = new ArrayList<>();
			for (int i = 0; i < 600; i++) {
				clients.add(new RawClient(server.port()));
			}
			for (int i = 0; i < 300; i++) {
				assertThat(clients.get(i).get("/cold").read().body()).isEqualTo("cold");
			}
			RawClient busy = clients.get(599).get("/never");
			await().untilAsserted(() -> assertThat(states(server)).containsExactly(299, 1, 300));
			await().untilAsserted(() -> assertThat(KernelTable.established(server.port())).isEqualTo(600));
			assertThat(server.connections()).hasSize(600).extracting(ConnectionSnapshot::id).doesNotHaveDuplicates();
			assertThat(server.limiter().open()).isEqualTo(600);
			busy.close();
			clients.forEach(RawClient::close);
			await().untilAsserted(() -> {
				assertThat(server.total().activeConnections()).isZero();
				assertThat(server.connections()).isEmpty();
				assertThat(server.limiter().open()).isZero();
				assertThat(server.closed(CloseReason.CLIENT)).isEqualTo(600);
				assertThat(KernelTable.established(server.port())).isZero();
			});
		}
	}

	private static List<Integer> states(ConnectionServer server) {
		int[] counts = new int[ConnectionState.values().length];
		server.connections().forEach((connection) -> counts[connection.state().ordinal()]++);
		return List.of(counts[ConnectionState.ACCEPTED.ordinal()], counts[ConnectionState.PROCESSING.ordinal()],
				counts[ConnectionState.KEEP_ALIVE.ordinal()]);
	}

	@Test
	void bytesAndRequestsAreThoseOfTheClient() {
		try (ConnectionServer server = ConnectionServer.with(Timeouts.NONE);
				RawClient client = new RawClient(server.port())) {
			long sent = 0;
			long received = 0;
			for (int i = 0; i < 50; i++) {
				String request = "GET /cold HTTP/1.1\r\nHost: test\r\n\r\n";
				RawClient.Response response = client.send(request).read();
				sent += request.length();
				received += response.statusLine().length() + 2 + response.head().length() + response.body().length();
			}
			ConnectionSnapshot connection = server.connections().get(0);
			assertThat(connection.bytesIn()).isEqualTo(sent);
			assertThat(connection.bytesOut()).isEqualTo(received);
			assertThat(connection.requests()).isEqualTo(50);
			assertThat(connection.protocol()).isEqualTo(Protocol.HTTP_1);
			WorkerSnapshot total = server.total();
			assertThat(total.bytesIn()).isEqualTo(sent);
			assertThat(total.bytesOut()).isEqualTo(received);
			assertThat(total.responses()).containsExactly(0L, 0L, 50L, 0L, 0L, 0L);
			assertThat(total.illegalTransitions()).isZero();
		}
	}

	@Test
	void resetsLeaveNothingBehind() throws IOException {
		try (ConnectionServer server = ConnectionServer.with(Timeouts.NONE)) {
			for (int i = 0; i < 50; i++) {
				reset(server.port(), "GET /cold HTTP/1.1\r\nHost: te");
				reset(server.port(), "POST /echo HTTP/1.1\r\nHost: test\r\nContent-Length: 100\r\n\r\nabc");
				reset(server.port(), "GET /large HTTP/1.1\r\nHost: test\r\n\r\n");
				reset(server.port(), "GET /never HTTP/1.1\r\nHost: test\r\n\r\n");
			}
			await().untilAsserted(() -> {
				assertThat(server.total().acceptedConnections()).isEqualTo(200);
				assertThat(server.total().activeConnections()).isZero();
				assertThat(server.limiter().open()).isZero();
			});
			assertThat(server.total().illegalTransitions()).isZero();
			try (RawClient client = new RawClient(server.port())) {
				assertThat(client.get("/cold").read().body()).isEqualTo("cold");
			}
		}
	}

	private static void reset(int port, String bytes) throws IOException {
		try (Socket socket = new Socket("127.0.0.1", port)) {
			socket.setOption(StandardSocketOptions.SO_LINGER, 0);
			socket.getOutputStream().write(bytes.getBytes());
		}
	}

	@Test
	void http2ConnectionsCountTheirStreams() {
		try (ConnectionServer server = new ConnectionServer(
				new ConnectionSettings(new KeepAlive(Duration.ofSeconds(2), -1, null, 0), Timeouts.NONE,
						Throttling.NONE),
				ConnectionLimits.NONE, (http) -> http.protocol(HttpProtocol.H2C))) {
			HttpClient client = HttpClient.create().port(server.port()).host("127.0.0.1").protocol(HttpProtocol.H2C);
			for (int i = 0; i < 5; i++) {
				assertThat(client.get().uri("/cold").responseContent().aggregate().asString().block())
					.isEqualTo("cold");
			}
			assertThat(server.total().requests()).isEqualTo(5);
			assertThat(server.total().illegalTransitions()).isZero();
			await().untilAsserted(() -> assertThat(server.closed(CloseReason.KEEP_ALIVE)).isOne());
		}
	}

	@Test
	void aConnectionIsClosedByItsNumber() {
		try (ConnectionServer server = ConnectionServer.with(Timeouts.NONE);
				RawClient client = new RawClient(server.port());
				RawClient other = new RawClient(server.port())) {
			client.get("/cold").read();
			long id = server.connections().stream().filter((c) -> c.requests() == 1).findFirst().orElseThrow().id();
			assertThat(server.registry().close(id, CloseReason.OPERATOR).join()).isTrue();
			assertThat(client.closed()).isTrue();
			assertThat(server.registry().close(id, CloseReason.OPERATOR).join()).isFalse();
			assertThat(other.get("/cold").read().status()).isEqualTo(200);
			assertThat(server.closed(CloseReason.OPERATOR)).isOne();
		}
	}

}
