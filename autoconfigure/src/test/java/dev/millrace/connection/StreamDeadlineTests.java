package dev.millrace.connection;

import java.time.Duration;
import java.util.List;

import dev.millrace.connection.Timeouts.Deadline;
import dev.millrace.connection.Timeouts.MinimumRate;
import dev.millrace.connection.accept.ConnectionLimits;
import dev.millrace.testing.FrameClient;
import dev.millrace.testing.RawClient;
import dev.millrace.worker.CloseReason;
import dev.millrace.worker.Guard;
import dev.millrace.worker.GuardCount;
import dev.millrace.worker.GuardMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.netty.http.HttpProtocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Slow clients of HTTP/2: what they do to a request costs them its stream, what they do
 * to the connection costs them the connection.
 */
@Timeout(60)
class StreamDeadlineTests {

	private static final Duration SHORT = Duration.ofMillis(400);

	private static final Duration LONG = Duration.ofMillis(1500);

	private static final int CANCEL = 8;

	private static final int WINDOW = 65_535;

	private static Timeouts only(Guard guard, GuardMode mode) {
		return only(guard, new Deadline(SHORT, mode));
	}

	private static Timeouts only(Guard guard, Deadline deadline) {
		return new Timeouts(Deadline.OFF, (guard == Guard.REQUEST_HEADER) ? deadline : Deadline.OFF,
				(guard == Guard.REQUEST_BODY_MIN_RATE) ? new MinimumRate(1000, deadline) : MinimumRate.OFF,
				(guard == Guard.REQUEST_BODY) ? deadline : Deadline.OFF,
				(guard == Guard.HANDLER) ? deadline : Deadline.OFF,
				(guard == Guard.RESPONSE_MIN_RATE) ? new MinimumRate(20_000, deadline) : MinimumRate.OFF,
				(guard == Guard.WRITE_STALL) ? deadline : Deadline.OFF, Deadline.OFF);
	}

	private static ConnectionServer server(KeepAlive keepAlive, Timeouts timeouts) {
		return new ConnectionServer(new ConnectionSettings(keepAlive, timeouts, Throttling.NONE), ConnectionLimits.NONE,
				(http) -> http.protocol(HttpProtocol.HTTP11, HttpProtocol.H2C));
	}

	private static ConnectionServer server(Guard guard, GuardMode mode) {
		return server(KeepAlive.UNLIMITED, only(guard, mode));
	}

	private static ConnectionServer server(Guard guard) {
		return server(guard, GuardMode.ENFORCE);
	}

	/** A deadline that a client keeps to also where the machine is slow. */
	private static ConnectionServer patientServer(Guard guard) {
		return server(KeepAlive.UNLIMITED, only(guard, new Deadline(LONG, GuardMode.ENFORCE)));
	}

	private static void isServed(FrameClient client, int stream) {
		assertThat(client.get(stream, "/cold").allow(stream, 10).body(stream)).isEqualTo("cold");
	}

	private static void isReset(FrameClient client, int stream) {
		assertThat(client.next(FrameClient.RST_STREAM, stream).number()).isEqualTo(CANCEL);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/cold", "/large" })
	void aStreamOfWhichNothingIsReadIsReset(String path) {
		try (ConnectionServer server = server(Guard.WRITE_STALL);
				FrameClient client = new FrameClient(server.port(), 0)) {
			client.get(1, path);
			client.next(FrameClient.HEADERS, 1);
			isReset(client, 1);
			isServed(client, 3);
			assertThat(server.guarded(Guard.WRITE_STALL)).isEqualTo(new GuardCount(1, 0));
			assertThat(server.total().activeConnections()).isOne();
			await().untilAsserted(() -> assertThat(server.connections().get(0).activeStreams()).isZero());
			assertThat(server.total().illegalTransitions()).isZero();
		}
	}

	@Test
	void aStreamThatIsReadSlowlyIsNotStalled() {
		try (ConnectionServer server = patientServer(Guard.WRITE_STALL);
				FrameClient client = new FrameClient(server.port(), 0)) {
			client.get(1, "/large");
			client.next(FrameClient.HEADERS, 1);
			await().pollInterval(LONG.dividedBy(15)).during(LONG.multipliedBy(2)).untilAsserted(() -> {
				assertThat(client.allow(1, 1).next(FrameClient.DATA, 1).payload()).hasSize(1);
				assertThat(server.total().guards()).isEmpty();
			});
		}
	}

	@Test
	void aDryRunResetsNothing() {
		try (ConnectionServer server = server(Guard.WRITE_STALL, GuardMode.DRY_RUN);
				FrameClient client = new FrameClient(server.port(), 0)) {
			client.get(1, "/cold");
			await().untilAsserted(() -> assertThat(server.guarded(Guard.WRITE_STALL).dryRun()).isPositive());
			assertThat(client.allow(1, 10).body(1)).isEqualTo("cold");
		}
	}

	@Test
	void aStreamThatIsReadTooSlowlyIsReset() {
		try (ConnectionServer server = server(Guard.RESPONSE_MIN_RATE);
				FrameClient client = new FrameClient(server.port(), 1000)) {
			client.get(1, "/large");
			isReset(client.allow(1, 10), 1);
			isServed(client, 3);
			assertThat(server.guarded(Guard.RESPONSE_MIN_RATE)).isEqualTo(new GuardCount(1, 0));
		}
	}

	@Test
	void aStreamThatTheApplicationSendsSlowlyIsNotTheClientsFault() {
		try (ConnectionServer server = server(KeepAlive.UNLIMITED,
				new Timeouts(Deadline.OFF, Deadline.OFF, MinimumRate.OFF, Deadline.OFF, Deadline.OFF,
						only(Guard.RESPONSE_MIN_RATE, GuardMode.ENFORCE).responseMinRate(),
						new Deadline(SHORT, GuardMode.ENFORCE), Deadline.OFF));
				FrameClient client = new FrameClient(server.port(), WINDOW)) {
			client.get(1, "/events");
			for (int i = 0; i < 5; i++) {
				client.next(FrameClient.DATA, 1);
			}
			assertThat(server.total().guards()).isEmpty();
		}
	}

	@Test
	void aSocketThatIsNotReadClosesTheConnection() {
		try (ConnectionServer server = server(Guard.WRITE_STALL);
				FrameClient client = new FrameClient(server.port(), Integer.MAX_VALUE)) {
			client.allow(0, Integer.MAX_VALUE - WINDOW).get(1, "/large");
			await().untilAsserted(() -> assertThat(server.closed(CloseReason.WRITE_STALL)).isOne());
			assertThat(client.closed()).isTrue();
		}
	}

	static List<Guard> bodyGuards() {
		return List.of(Guard.REQUEST_BODY_MIN_RATE, Guard.REQUEST_BODY);
	}

	@ParameterizedTest
	@MethodSource("bodyGuards")
	void aBodyThatDoesNotComeCostsItsStream(Guard guard) {
		try (ConnectionServer server = server(guard); FrameClient client = new FrameClient(server.port(), WINDOW)) {
			client.post(1, "/echo").send(FrameClient.frame(FrameClient.DATA, 0, 1, new byte[10]));
			isReset(client, 1);
			isServed(client, 3);
			assertThat(server.guarded(guard)).isEqualTo(new GuardCount(1, 0));
		}
	}

	@Test
	void aFrameOfABodyMayTakeLongerThanTheRateIsMeasured() {
		try (ConnectionServer server = patientServer(Guard.REQUEST_BODY_MIN_RATE);
				FrameClient client = new FrameClient(server.port(), WINDOW)) {
			byte[] frame = FrameClient.frame(FrameClient.DATA, FrameClient.END_STREAM, 1, new byte[16_000]);
			client.post(1, "/echo").sendWithout(16_000, frame);
			int[] sent = new int[1];
			await().pollInterval(LONG.dividedBy(15)).atMost(Duration.ofSeconds(30)).until(() -> {
				client.send(new byte[500]);
				sent[0] += 500;
				return sent[0] == 16_000;
			});
			assertThat(client.body(1)).hasSize(16_000);
			assertThat(server.total().guards()).isEmpty();
		}
	}

	@Test
	void aHandlerThatTakesTooLongCostsItsStream() {
		try (ConnectionServer server = server(Guard.HANDLER);
				FrameClient client = new FrameClient(server.port(), WINDOW)) {
			client.get(1, "/never");
			isReset(client, 1);
			isServed(client, 3);
			assertThat(server.guarded(Guard.HANDLER)).isEqualTo(new GuardCount(1, 0));
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 13, 21 })
	void aFrameThatDoesNotEndClosesTheConnection(int missing) {
		try (ConnectionServer server = server(Guard.REQUEST_HEADER);
				FrameClient client = new FrameClient(server.port(), WINDOW)) {
			isServed(client, 1);
			byte[] head = FrameClient.head(false, "/cold");
			client.sendWithout(missing, FrameClient.frame(FrameClient.HEADERS, 5, 3, head));
			assertThat(client.closed()).isTrue();
			await().untilAsserted(() -> assertThat(server.closed(CloseReason.REQUEST_HEADER)).isOne());
			assertThat(server.guarded(Guard.REQUEST_HEADER)).isEqualTo(new GuardCount(1, 0));
		}
	}

	@Test
	void aHeadWhoseLastFrameIsMissingClosesTheConnection() {
		try (ConnectionServer server = server(Guard.REQUEST_HEADER);
				FrameClient client = new FrameClient(server.port(), WINDOW)) {
			isServed(client, 1);
			client
				.send(FrameClient.frame(FrameClient.HEADERS, FrameClient.END_STREAM, 3, FrameClient.head(false, "/")));
			assertThat(client.closed()).isTrue();
			await().untilAsserted(() -> assertThat(server.closed(CloseReason.REQUEST_HEADER)).isOne());
		}
	}

	@Test
	void aConnectionThatSaysNothingAfterItsAnswersIsLeftToTheIdleTimeout() {
		try (ConnectionServer server = server(ConnectionServer.SHORT_IDLE,
				only(Guard.REQUEST_HEADER, GuardMode.ENFORCE));
				FrameClient client = new FrameClient(server.port(), 0)) {
			client.get(1, "/cold").allow(0, 10);
			// The answer waits: that is not idle, and no frame is missing.
			await().during(SHORT.multipliedBy(3)).until(() -> server.total().activeConnections() == 1);
			assertThat(client.allow(1, 10).body(1)).isEqualTo("cold");
			client.next(FrameClient.GOAWAY, 0);
			assertThat(client.closed()).isTrue();
			await().untilAsserted(() -> assertThat(server.closed(CloseReason.KEEP_ALIVE)).isOne());
			assertThat(server.guarded(Guard.REQUEST_HEADER)).isEqualTo(new GuardCount(0, 0));
		}
	}

	@Test
	void aFirstHeadBeforeTheProtocolIsKnownIsAnsweredWith408() {
		try (ConnectionServer server = server(Guard.REQUEST_HEADER); RawClient client = new RawClient(server.port())) {
			client.send("GET /cold HTTP/1.1\r\nHost: te");
			assertThat(client.read().status()).isEqualTo(408);
			assertThat(client.send("st\r\n\r\n").closed()).isTrue();
			await().untilAsserted(() -> assertThat(server.closed(CloseReason.REQUEST_HEADER)).isOne());
			assertThat(server.total().responses().get(4)).isOne();
			assertThat(server.total().illegalTransitions()).isZero();
		}
	}

	@Test
	void anUpgradeWhoseBodyDoesNotComeIsAnsweredWith408() {
		try (ConnectionServer server = new ConnectionServer(
				new ConnectionSettings(
						KeepAlive.UNLIMITED, only(Guard.REQUEST_HEADER, GuardMode.ENFORCE), Throttling.NONE),
				ConnectionLimits.NONE,
				(http) -> http.protocol(HttpProtocol.HTTP11, HttpProtocol.H2C)
					.httpRequestDecoder((decoder) -> decoder.h2cMaxContentLength(1000)));
				RawClient client = new RawClient(server.port())) {
			client.send("POST /echo HTTP/1.1\r\nHost: test\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n"
					+ "HTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA\r\nContent-Length: 10\r\n\r\nabc");
			assertThat(client.read().status()).isEqualTo(408);
			assertThat(client.closed()).isTrue();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "P", "PRI * HTTP/2.0\r\n\r\nSM" })
	void aConnectionThatDoesNotSayWhatItSpeaksIsClosed(String start) {
		try (ConnectionServer server = server(Guard.REQUEST_HEADER); RawClient client = new RawClient(server.port())) {
			client.send(start);
			assertThat(client.rest()).isEmpty();
			await().untilAsserted(() -> assertThat(server.closed(CloseReason.REQUEST_HEADER)).isOne());
		}
	}

}
