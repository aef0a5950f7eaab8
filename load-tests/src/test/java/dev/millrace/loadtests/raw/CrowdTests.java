package dev.millrace.loadtests.raw;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.function.BooleanSupplier;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class CrowdTests {

	@Test
	void countsConnectionsAndThoseThatTheServerCloses() throws IOException {
		try (ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
				Crowd crowd = new Crowd((InetSocketAddress) listener.getLocalSocketAddress(), 3, true)) {
			runUntil(crowd, () -> crowd.established() == 3);
			try (Socket closed = listener.accept()) {
				assertThat(closed.getInputStream().readNBytes(3)).asString().isEqualTo("GET");
			}
			runUntil(crowd, () -> crowd.closedByServer() == 1);
			assertThat(crowd.established()).isEqualTo(2);
			assertThat(crowd.refused()).isZero();
		}
	}

	@Test
	void countsConnectionsThatAreRefused() throws IOException {
		InetSocketAddress closed = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
		try (Crowd crowd = new Crowd(closed, 2, false)) {
			runUntil(crowd, () -> crowd.refused() == 2);
			assertThat(crowd.established()).isZero();
		}
	}

	/**
	 * The crowd does something only while it is run.
	 */
	private static void runUntil(Crowd crowd, BooleanSupplier condition) {
		await().pollInSameThread().atMost(Duration.ofSeconds(20)).until(() -> {
			crowd.run(Duration.ofMillis(20));
			return condition.getAsBoolean();
		});
	}

}
