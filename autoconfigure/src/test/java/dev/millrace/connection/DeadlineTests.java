package dev.millrace.connection;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;

import dev.millrace.connection.Timeouts.Deadline;
import dev.millrace.connection.Timeouts.MinimumRate;
import dev.millrace.connection.accept.ConnectionLimits;
import dev.millrace.testing.RawClient;
import dev.millrace.worker.CloseReason;
import dev.millrace.worker.Guard;
import dev.millrace.worker.GuardCount;
import dev.millrace.worker.GuardMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Slow clients on a real server. Each deadline is tried in both modes, and with a client
 * that is slow where it may be.
 */
@Timeout(60)
class DeadlineTests {

	private static final Duration SHORT = Duration.ofMillis(300);

	private static Deadline after(Duration time) {
		return new Deadline(time, GuardMode.ENFORCE);
	}

	private static Timeouts header(GuardMode mode) {
		return new Timeouts(Deadline.OFF, new Deadline(SHORT, mode), MinimumRate.OFF, Deadline.OFF, Deadline.OFF,
				MinimumRate.OFF, Deadline.OFF, Deadline.OFF);
	}

	private static Timeouts bodyRate(GuardMode mode) {
		return new Timeouts(Deadline.OFF, Deadline.OFF, new MinimumRate(1000, new Deadline(SHORT, mode)), Deadline.OFF,
				Deadline.OFF, MinimumRate.OFF, Deadline.OFF, Deadline.OFF);
	}

	private static Timeouts body() {
		return new Timeouts(Deadline.OFF, Deadline.OFF, MinimumRate.OFF, after(SHORT), Deadline.OFF, MinimumRate.OFF,
				Deadline.OFF, Deadline.OFF);
	}

	private static Timeouts handler() {
		return new Timeouts(Deadline.OFF, Deadline.OFF, MinimumRate.OFF, Deadline.OFF, after(SHORT), MinimumRate.OFF,
				Deadline.OFF, Deadline.OFF);
	}

	private static Timeouts responseRate() {
		return new Timeouts(Deadline.OFF, Deadline.OFF, MinimumRate.OFF, Deadline.OFF, Deadline.OFF,
				new MinimumRate(1_000_000, after(SHORT)), Deadline.OFF, Deadline.OFF);
	}

	private static Timeouts stall() {
		return new Timeouts(Deadline.OFF, Deadline.OFF, MinimumRate.OFF, Deadline.OFF, Deadline.OFF, MinimumRate.OFF,
				after(SHORT), Deadline.OFF);
	}

	@Test
	void aHeadThatDoesNotEndIsAnsweredWith408() {
		try (ConnectionServer server = ConnectionServer.with(header(GuardMode.ENFORCE));
				RawClient client = new RawClient(server.port())) {
			client.send("GET /cold HTTP/1.1\r\nHost: te");
			assertThat(client.read().status()).isEqualTo(408);
			assertThat(client.closed()).isTrue();
			await().untilAsserted(() -> assertThat(server.closed(CloseReason.REQUEST_HEADER)).isOne());
			assertThat(server.guarded(Guard.REQUEST_HEADER)).isEqualTo(new GuardCount(1, 0));
		}
	}

	@Test
	void aLaterHeadHasTheSameTimeAndStartsWithItsFirstByte() {
		try (ConnectionServer server = ConnectionServer.with(header(GuardMode.ENFORCE));
				RawClient client = new RawClient(server.port())) {
			assertThat(client.get("/cold").read().body()).isEqualTo("cold");
			await().during(SHORT.multipliedBy(2)).until(() -> server.total().activeConnections() == 1);
			assertThat(client.get("/cold").read().body()).isEqualTo("cold");
			assertThat(client.send("GET /cold HTTP/1.1\r\n").read().status()).isEqualTo(408);
		}
	}

	@Test
	void aClientThatSaysNothingIsClosedWithoutAnAnswer() {
		try (ConnectionServer server = ConnectionServer.with(header(GuardMode.ENFORCE));
				RawClient client = new RawClient(server.port())) {
			assertThat(client.rest()).isEmpty();
			await().untilAsserted(() -> assertThat(server.closed(CloseReason.REQUEST_HEADER)).isOne());
		}
	}

	@Test
	void aDryRunOnlyCounts() {
		try (ConnectionServer server = ConnectionServer.with(header(GuardMode.DRY_RUN));
				RawClient client = new RawClient(server.port())) {
			client.send("GET /cold HTTP/1.1\r\nHost:");
			await()
				.untilAsserted(() -> assertThat(server.guarded(Guard.REQUEST_HEADER)).isEqualTo(new GuardCount(0, 1)));
			assertThat(client.send(" test\r\n\r\n").read().body()).isEqualTo("cold");
		}
	}

	@Test
	void aSlowBodyIsCut() {
		try (ConnectionServer server = ConnectionServer.with(bodyRate(GuardMode.ENFORCE));
				RawClient client = new RawClient(server.port())) {
			client.send("POST /echo HTTP/1.1\r\nHost: test\r\nContent-Length: 100\r\n\r\nabc");
			assertThat(client.read().status()).isEqualTo(408);
			assertThat(client.closed()).isTrue();
			await().untilAsserted(() -> assertThat(server.closed(CloseReason.REQUEST_BODY_MIN_RATE)).isOne());
		}
	}

	@Test
	void aSlowBodyInDryRunIsServed() {
		try (ConnectionServer server = ConnectionServer.with(bodyRate(GuardMode.DRY_RUN));
				RawClient client = new RawClient(server.port())) {
			client.send("POST /echo HTTP/1.1\r\nHost: test\r\nContent-Length: 3\r\n\r\n");
			await().untilAsserted(() -> assertThat(server.guarded(Guard.REQUEST_BODY_MIN_RATE).dryRun()).isOne());
			assertThat(client.send("abc").read().body()).isEqualTo("abc");
		}
	}

	@Test
	void aBodyMayTakeOnlySoLong() {
		try (ConnectionServer server = ConnectionServer.with(body()); RawClient client = new RawClient(server.port())) {
			client.send("POST /echo HTTP/1.1\r\nHost: test\r\nContent-Length: 100\r\n\r\nabc");
			assertThat(client.read().status()).isEqualTo(408);
			await().untilAsserted(() -> assertThat(server.closed(CloseReason.REQUEST_BODY)).isOne());
		}
	}

	@Test
	void aHandlerMayTakeOnlySoLong() {
		try (ConnectionServer server = ConnectionServer.with(handler());
				RawClient client = new RawClient(server.port())) {
			assertThat(client.get("/never").read().status()).isEqualTo(503);
			assertThat(client.closed()).isTrue();
			await().untilAsserted(() -> assertThat(server.closed(CloseReason.HANDLER)).isOne());
		}
	}

	@Test
	void aHandlerThatHasBegunIsLeftAlone() {
		try (ConnectionServer server = ConnectionServer.with(handler());
				RawClient client = new RawClient(server.port())) {
			assertThat(client.get("/events").readHead().status()).isEqualTo(200);
			await().during(SHORT.multipliedBy(3)).until(() -> server.total().activeConnections() == 1);
			assertThat(server.guarded(Guard.HANDLER)).isEqualTo(new GuardCount(0, 0));
		}
	}

	@Test
	void aReaderThatTakesNothingIsCut() throws IOException {
		try (ConnectionServer server = ConnectionServer.with(stall());
				Socket client = new Socket("127.0.0.1", server.port())) {
			client.getOutputStream().write("GET /large HTTP/1.1\r\nHost: test\r\n\r\n".getBytes());
			await().untilAsserted(() -> {
				assertThat(server.closed(CloseReason.WRITE_STALL)).isOne();
				assertThat(server.total().activeConnections()).isZero();
			});
		}
	}

	@Test
	void aSlowReaderIsCutWhereARateIsAsked() throws IOException {
		try (ConnectionServer server = ConnectionServer.with(responseRate());
				Socket client = new Socket("127.0.0.1", server.port())) {
			client.getOutputStream().write("GET /large HTTP/1.1\r\nHost: test\r\n\r\n".getBytes());
			await().pollInterval(Duration.ofMillis(20)).untilAsserted(() -> {
				client.getInputStream().readNBytes(1000);
				assertThat(server.closed(CloseReason.RESPONSE_MIN_RATE)).isOne();
			});
		}
		catch (IOException ex) {
			assertThat(ex).hasMessageContaining("reset");
		}
	}

	@Test
	void aStreamThatTheApplicationSendsSlowlyIsNotTheClientsFault() {
		Timeouts both = new Timeouts(Deadline.OFF, Deadline.OFF, MinimumRate.OFF, Deadline.OFF, Deadline.OFF,
				responseRate().responseMinRate(), after(SHORT), Deadline.OFF);
		try (ConnectionServer server = ConnectionServer.with(ConnectionServer.SHORT_IDLE, both);
				RawClient client = new RawClient(server.port())) {
			assertThat(client.get("/events").readHead().status()).isEqualTo(200);
			await().during(SHORT.multipliedBy(5)).until(() -> server.total().activeConnections() == 1);
			assertThat(server.total().guards()).isEmpty();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "\u0016\u0003\u0001\u0002\u0000\u0001" })
	void aHandshakeThatDoesNotEndIsCut(String sent) {
		Timeouts handshake = new Timeouts(after(SHORT), Deadline.OFF, MinimumRate.OFF, Deadline.OFF, Deadline.OFF,
				MinimumRate.OFF, Deadline.OFF, Deadline.OFF);
		try (ConnectionServer server = ConnectionServer.tls(handshake, ConnectionLimits.NONE);
				RawClient client = new RawClient(server.port())) {
			client.send(sent);
			await().untilAsserted(() -> assertThat(server.connections()).extracting(ConnectionSnapshot::state)
				.containsExactly(ConnectionState.TLS_HANDSHAKE));
			assertThat(client.closed()).isTrue();
			await().untilAsserted(() -> assertThat(server.closed(CloseReason.TLS_HANDSHAKE)).isOne());
			assertThat(server.guarded(Guard.TLS_HANDSHAKE)).isEqualTo(new GuardCount(1, 0));
		}
	}

	@Test
	void aWebSocketMayBeSilent() {
		Timeouts all = new Timeouts(Deadline.OFF, after(SHORT), new MinimumRate(1000, after(SHORT)), after(SHORT),
				after(SHORT), new MinimumRate(1000, after(SHORT)), after(SHORT), Deadline.OFF);
		try (ConnectionServer server = ConnectionServer.with(ConnectionServer.SHORT_IDLE, all);
				RawClient client = webSocket(server)) {
			await().during(SHORT.multipliedBy(4)).until(() -> server.total().activeConnections() == 1);
			assertThat(client.send(frame("hello")).bytes(7)).isEqualTo("\u0081\u0005hello");
			assertThat(server.total().guards()).isEmpty();
		}
	}

	@Test
	void aWebSocketThatTakesNothingIsCut() {
		try (ConnectionServer server = ConnectionServer.with(stall()); RawClient client = webSocket(server)) {
			client.send(frame("flood"));
			await().untilAsserted(() -> assertThat(server.closed(CloseReason.WRITE_STALL)).isOne());
		}
	}

	private static RawClient webSocket(ConnectionServer server) {
		RawClient client = new RawClient(server.port());
		client.send("GET /ws HTTP/1.1\r\nHost: test\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
				+ "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n");
		assertThat(client.readHead().status()).isEqualTo(101);
		return client;
	}

	/** A text frame, masked with zeros. */
	private static String frame(String text) {
		return "\u0081" + (char) (0x80 | text.length()) + "\0\0\0\0" + text;
	}

	@Test
	void idleConnectionsAreClosed() {
		try (ConnectionServer server = ConnectionServer.with(ConnectionServer.SHORT_IDLE, Timeouts.NONE);
				RawClient client = new RawClient(server.port())) {
			assertThat(client.get("/cold").read().body()).isEqualTo("cold");
			assertThat(client.closed()).isTrue();
			await().untilAsserted(() -> assertThat(server.closed(CloseReason.KEEP_ALIVE)).isOne());
		}
	}

}
