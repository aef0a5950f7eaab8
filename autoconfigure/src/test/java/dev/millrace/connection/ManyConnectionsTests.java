package dev.millrace.connection;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

import dev.millrace.worker.CloseReason;
import io.netty.channel.EventLoop;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A large table of connections: read in time, without stopping a loop.
 */
@Timeout(120)
class ManyConnectionsTests {

	private static final int CONNECTIONS = Integer.getInteger("millrace.test.connections", 1000);

	private static final Duration MOST_TIME = Duration.ofMillis(200);

	private static final int READ = 20;

	@Test
	void theTableIsReadInSlices() throws IOException {
		try (ConnectionServer server = ConnectionServer.with(Timeouts.NONE)) {
			List<SocketChannel> clients = new ArrayList<>();
			for (int i = 0; i < CONNECTIONS; i++) {
				clients.add(served(server.port()));
			}
			await().untilAsserted(() -> assertThat(server.connections()).hasSize(CONNECTIONS)
				.allMatch((connection) -> connection.state() == ConnectionState.KEEP_ALIVE));
			long fastest = Long.MAX_VALUE;
			for (int i = 0; i < READ; i++) {
				long start = System.nanoTime();
				assertThat(server.connections()).hasSize(CONNECTIONS);
				fastest = Math.min(fastest, System.nanoTime() - start);
			}
			assertThat(Duration.ofNanos(fastest)).isLessThan(MOST_TIME);
			assertThat(KernelTable.established(server.port())).isEqualTo(CONNECTIONS);
			assertThat(server.limiter().open()).isEqualTo(CONNECTIONS);
			othersHaveTheirTurn(server);
			for (SocketChannel client : clients) {
				client.close();
			}
			await().untilAsserted(() -> {
				assertThat(server.limiter().open()).isZero();
				assertThat(server.total().activeConnections()).isZero();
				assertThat(server.closed(CloseReason.CLIENT)).isEqualTo(CONNECTIONS);
			});
		}
	}

	/**
	 * A task that comes to a loop while its connections are read waits for one slice
	 * only.
	 */
	private static void othersHaveTheirTurn(ConnectionServer server) {
		AtomicLong seen = new AtomicLong();
		AtomicLong seenBefore = new AtomicLong();
		EventLoop loop = server.listener().eventLoop();
		CompletableFuture<Void> all = new CompletableFuture<>();
		loop.execute(() -> {
			server.registry().forEach((connection) -> {
				if (connection.channel().eventLoop() == loop) {
					seen.incrementAndGet();
				}
			}).thenAccept(all::complete);
			loop.execute(() -> seenBefore.set(seen.get()));
		});
		all.join();
		assertThat(seen.get()).isGreaterThan(LoopConnections.SLICE);
		assertThat(seenBefore).hasValue(LoopConnections.SLICE);
	}

	private static SocketChannel served(int port) throws IOException {
		SocketChannel client = SocketChannel.open(new InetSocketAddress("127.0.0.1", port));
		client.write(ByteBuffer.wrap("GET /cold HTTP/1.1\r\nHost: test\r\n\r\n".getBytes(StandardCharsets.US_ASCII)));
		assertThat(client.read(ByteBuffer.allocate(1024))).isPositive();
		return client;
	}

}
