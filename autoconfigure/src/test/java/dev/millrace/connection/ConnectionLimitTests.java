package dev.millrace.connection;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.millrace.connection.accept.ConnectionLimits;
import dev.millrace.connection.accept.WhenFull;
import dev.millrace.testing.RawClient;
import dev.millrace.worker.Guard;
import dev.millrace.worker.GuardCount;
import dev.millrace.worker.GuardMode;
import io.netty.channel.Channel;
import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/**
 * More connections than there may be, on a real server.
 */
@Timeout(60)
class ConnectionLimitTests {

	private static ConnectionLimits total(int max, GuardMode mode, WhenFull whenFull) {
		return new ConnectionLimits(max, mode, whenFull, 0, GuardMode.OFF, 64, List.of());
	}

	private static ConnectionLimits perIp(int max, GuardMode mode, String... exempt) {
		List<IpSubnetFilterRule> rules = new ArrayList<>();
		for (String network : exempt) {
			rules.add(new IpSubnetFilterRule(network, IpFilterRuleType.ACCEPT));
		}
		return new ConnectionLimits(0, GuardMode.OFF, WhenFull.CLOSE, max, mode, 64, rules);
	}

	private static List<RawClient> connect(ConnectionServer server, int count) {
		List<RawClient> clients = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			clients.add(new RawClient(server.port()));
			clients.get(i).get("/cold").read();
		}
		return clients;
	}

	@Test
	void whoComesToAFullServerWaitsUntilThereIsRoom() {
		try (ConnectionServer server = ConnectionServer.with(total(3, GuardMode.ENFORCE, WhenFull.PAUSE))) {
			List<RawClient> clients = connect(server, 3);
			RawClient waiting = new RawClient(server.port()).get("/cold");
			RawClient alsoWaiting = new RawClient(server.port()).get("/cold");
			await().untilAsserted(() -> assertThat(server.guarded(Guard.MAX).enforced()).isPositive());
			assertThat(clients.get(0).get("/cold").read().body()).isEqualTo("cold");
			assertThat(server.total().acceptedConnections()).isEqualTo(3);
			clients.get(0).close();
			assertThat(waiting.read().body()).isEqualTo("cold");
			assertThat(server.limiter().open()).isEqualTo(3);
			clients.get(1).close();
			assertThat(alsoWaiting.read().body()).isEqualTo("cold");
			assertThat(server.total().rejectedConnections()).isZero();
			clients.forEach(RawClient::close);
			waiting.close();
			alsoWaiting.close();
			await().untilAsserted(() -> assertThat(server.limiter().open()).isZero());
		}
	}

	@Test
	void whoIsTooManyIsTold() {
		try (ConnectionServer server = ConnectionServer.with(total(2, GuardMode.ENFORCE, WhenFull.REJECT))) {
			List<RawClient> clients = connect(server, 2);
			try (RawClient third = new RawClient(server.port())) {
				RawClient.Response refusal = third.get("/cold").read();
				assertThat(refusal.status()).isEqualTo(503);
				assertThat(refusal.has("retry-after: 1")).isTrue();
				assertThat(third.closed()).isTrue();
			}
			assertThat(server.total().rejectedConnections()).isOne();
			assertThat(server.guarded(Guard.MAX)).isEqualTo(new GuardCount(1, 0));
			clients.get(0).close();
			await().untilAsserted(() -> assertThat(server.limiter().open()).isOne());
			try (RawClient fourth = new RawClient(server.port())) {
				assertThat(fourth.get("/cold").read().body()).isEqualTo("cold");
			}
			clients.forEach(RawClient::close);
		}
	}

	@Test
	void whoIsTooManyIsReset() {
		try (ConnectionServer server = ConnectionServer.with(total(2, GuardMode.ENFORCE, WhenFull.CLOSE))) {
			List<RawClient> clients = connect(server, 2);
			RawClient third = new RawClient(server.port());
			assertThat(third.closed()).isTrue();
			assertThat(server.total().rejectedConnections()).isOne();
			clients.forEach(RawClient::close);
			await().untilAsserted(() -> assertThat(server.limiter().open()).isZero());
		}
	}

	@Test
	void whoIsTooManyIsResetBeforeTheHandshake() {
		try (ConnectionServer server = ConnectionServer.tls(Timeouts.NONE,
				total(1, GuardMode.ENFORCE, WhenFull.REJECT)); RawClient client = RawClient.tls(server.port())) {
			assertThat(client.get("/cold").read().body()).isEqualTo("cold");
			try (RawClient second = new RawClient(server.port())) {
				assertThatThrownBy(second::rest).hasMessageContaining("reset");
			}
			assertThat(server.total().rejectedConnections()).isOne();
			assertThat(server.total().acceptedConnections()).isOne();
			assertThat(client.get("/cold").read().body()).isEqualTo("cold");
		}
	}

	@Test
	void aFullServerAcceptsNobodyWhenReactorNettyReadsOn() {
		try (ConnectionServer server = ConnectionServer.with(total(2, GuardMode.ENFORCE, WhenFull.PAUSE))) {
			List<RawClient> clients = connect(server, 2);
			RawClient waiting = new RawClient(server.port()).get("/cold");
			await().untilAsserted(() -> assertThat(server.guarded(Guard.MAX).enforced()).isOne());
			Channel listener = server.listener();
			listener.eventLoop().submit(() -> listener.config().setAutoRead(true)).syncUninterruptibly();
			assertThat(clients.get(0).get("/cold").read().body()).isEqualTo("cold");
			assertThat(clients.get(1).get("/cold").read().body()).isEqualTo("cold");
			assertThat(server.total().acceptedConnections()).isEqualTo(2);
			clients.get(0).close();
			assertThat(waiting.read().body()).isEqualTo("cold");
			clients.get(1).close();
			waiting.close();
		}
	}

	@Test
	void aDryRunLetsEverybodyIn() {
		try (ConnectionServer server = ConnectionServer.with(total(2, GuardMode.DRY_RUN, WhenFull.CLOSE))) {
			List<RawClient> clients = connect(server, 4);
			assertThat(server.guarded(Guard.MAX)).isEqualTo(new GuardCount(0, 2));
			assertThat(server.total().rejectedConnections()).isZero();
			clients.forEach(RawClient::close);
		}
	}

	@Test
	void anAddressHasItsShare() {
		try (ConnectionServer server = ConnectionServer.with(perIp(2, GuardMode.ENFORCE))) {
			List<RawClient> clients = connect(server, 2);
			assertThat(new RawClient(server.port()).closed()).isTrue();
			assertThat(server.guarded(Guard.MAX_PER_IP)).isEqualTo(new GuardCount(1, 0));
			clients.get(0).close();
			await().untilAsserted(() -> assertThat(server.limiter().open()).isOne());
			try (RawClient next = new RawClient(server.port())) {
				assertThat(next.get("/cold").read().body()).isEqualTo("cold");
			}
			clients.get(1).close();
		}
	}

	@Test
	void aDryRunGivesEveryAddressMoreThanItsShare() {
		try (ConnectionServer server = ConnectionServer.with(perIp(2, GuardMode.DRY_RUN))) {
			List<RawClient> clients = connect(server, 5);
			assertThat(server.guarded(Guard.MAX_PER_IP)).isEqualTo(new GuardCount(0, 3));
			assertThat(server.total().rejectedConnections()).isZero();
			clients.forEach(RawClient::close);
		}
	}

	@Test
	void refusalsAreLoggedOnceASecond() {
		Logger logger = (Logger) LoggerFactory.getLogger("millrace.guards");
		ListAppender<ILoggingEvent> lines = new ListAppender<>();
		lines.start();
		logger.addAppender(lines);
		try {
			GuardLog log = new GuardLog();
			long second = 1_000_000_000;
			for (int i = 0; i < 100; i++) {
				log.log(Guard.MAX, true, 5 * second + i, "client " + i);
				log.log(Guard.MAX_PER_IP, false, 5 * second + i, "client " + i);
			}
			log.log(Guard.MAX, true, 6 * second, "another");
			assertThat(lines.list).extracting(ILoggingEvent::getFormattedMessage)
				.containsExactly("max met 1 time(s), last by client 0",
						"max-per-ip would have met 1 time(s), last by client 0",
						"max met 100 time(s), last by another");
		}
		finally {
			logger.detachAppender(lines);
		}
	}

	@Test
	void anExemptAddressHasNoShare() {
		try (ConnectionServer server = ConnectionServer.with(perIp(2, GuardMode.ENFORCE, "127.0.0.0/8"))) {
			connect(server, 5).forEach(RawClient::close);
			assertThat(server.total().guards()).isEmpty();
		}
	}

	@Test
	void aFloodDoesNotHurtThoseBeingServed() throws IOException {
		try (ConnectionServer server = ConnectionServer.with(total(10, GuardMode.ENFORCE, WhenFull.CLOSE))) {
			List<RawClient> clients = connect(server, 10);
			for (int i = 0; i < Integer.getInteger("millrace.test.flood", 2000); i++) {
				connectAndLeave(server.port());
				if (i % 100 == 0) {
					assertThat(clients.get(i / 100 % 10).get("/cold").read().body()).isEqualTo("cold");
				}
			}
			int flood = Integer.getInteger("millrace.test.flood", 2000);
			await().untilAsserted(() -> {
				assertThat(server.total().rejectedConnections()).isEqualTo(flood);
				assertThat(server.limiter().open()).isEqualTo(10);
				assertThat(KernelTable.established(server.port())).isEqualTo(10);
			});
			assertThat(server.total().acceptedConnections()).isEqualTo(10);
			clients.forEach(RawClient::close);
		}
	}

	/** Accepts a reset while connecting: the server may reset a connection at once. */
	private static void connectAndLeave(int port) throws IOException {
		try (Socket socket = new Socket("127.0.0.1", port)) {
			assertThat(socket.isConnected()).isTrue();
		}
		catch (SocketException ex) {
			assertThat(ex).hasMessageContaining("reset");
		}
	}

	@Test
	void aConnectionThatIsTooFastIsReadLater() throws IOException {
		Throttling slow = new Throttling(0, GuardMode.OFF, 100_000, GuardMode.ENFORCE);
		try (ConnectionServer server = ConnectionServer
			.with(new ConnectionSettings(KeepAlive.UNLIMITED, Timeouts.NONE, slow));
				SocketChannel client = SocketChannel.open(new InetSocketAddress("127.0.0.1", server.port()))) {
			long start = System.nanoTime();
			client.write(
					ByteBuffer.wrap("POST /echo HTTP/1.1\r\nHost: test\r\nContent-Length: 250000\r\n\r\n".getBytes()));
			ByteBuffer body = ByteBuffer.allocate(250_000);
			while (body.hasRemaining()) {
				client.write(body);
			}
			ByteBuffer answer = ByteBuffer.allocate(300_000);
			while (answer.position() < 250_000) {
				assertThat(client.read(answer)).isPositive();
			}
			// One second is free, and what was read last is paid for by what comes next.
			assertThat((System.nanoTime() - start) / 1e9).isGreaterThan(0.5);
			assertThat(server.guarded(Guard.MAX_BANDWIDTH).enforced()).isPositive();
		}
	}

	@Test
	void requestsThatComeTooFastAreReadLater() {
		Throttling slow = new Throttling(50, GuardMode.ENFORCE, 0, GuardMode.OFF);
		try (ConnectionServer server = ConnectionServer
			.with(new ConnectionSettings(KeepAlive.UNLIMITED, Timeouts.NONE, slow));
				RawClient client = new RawClient(server.port())) {
			long start = System.nanoTime();
			for (int i = 0; i < 75; i++) {
				assertThat(client.get("/cold").read().body()).isEqualTo("cold");
			}
			assertThat((System.nanoTime() - start) / 1e9).isGreaterThan(0.4);
			assertThat(server.guarded(Guard.MAX_REQUESTS_PER_SECOND).enforced()).isPositive();
		}
	}

	@Test
	void aDryRunReadsAtOnce() {
		Throttling slow = new Throttling(1, GuardMode.DRY_RUN, 10, GuardMode.DRY_RUN);
		try (ConnectionServer server = ConnectionServer
			.with(new ConnectionSettings(KeepAlive.UNLIMITED, Timeouts.NONE, slow));
				RawClient client = new RawClient(server.port())) {
			for (int i = 0; i < 100; i++) {
				assertThat(client.get("/cold").read().body()).isEqualTo("cold");
			}
			for (Guard guard : List.of(Guard.MAX_REQUESTS_PER_SECOND, Guard.MAX_BANDWIDTH)) {
				assertThat(server.guarded(guard).dryRun()).isPositive();
				assertThat(server.guarded(guard).enforced()).isZero();
			}
		}
	}

	@Test
	void limitsThatAreOffCountNothing() {
		assertThatThrownBy(() -> new IpSubnetFilterRule("nonsense", IpFilterRuleType.ACCEPT))
			.isInstanceOf(RuntimeException.class);
		assertThat(ConnectionLimits.NONE.pauses()).isFalse();
		assertThat(ConnectionLimits.NONE.limitsTotal()).isFalse();
		assertThat(ConnectionLimits.NONE.limitsAddresses()).isFalse();
	}

}
