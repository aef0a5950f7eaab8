package dev.millrace.loadtests.raw;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CrowdTests {

	@Test
	void countsConnectionsAndThoseThatTheServerCloses() throws IOException {
		try (ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
				Crowd crowd = new Crowd((InetSocketAddress) listener.getLocalSocketAddress(), 3, true)) {
			crowd.run(Duration.ofMillis(200));
			assertThat(crowd.established()).isEqualTo(3);
			try (Socket closed = listener.accept()) {
				assertThat(closed.getInputStream().readNBytes(3)).asString().isEqualTo("GET");
			}
			crowd.run(Duration.ofMillis(200));
			assertThat(crowd.established()).isEqualTo(2);
			assertThat(crowd.closedByServer()).isEqualTo(1);
			assertThat(crowd.refused()).isZero();
		}
	}

	@Test
	void countsConnectionsThatAreRefused() throws IOException {
		InetSocketAddress nobody = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
		try (Crowd crowd = new Crowd(nobody, 2, false)) {
			crowd.run(Duration.ofMillis(200));
			assertThat(crowd.established()).isZero();
			assertThat(crowd.refused()).isEqualTo(2);
		}
	}

}
