package dev.millrace.exchange;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

import dev.millrace.connection.ConnectionSnapshot;
import dev.millrace.testing.PipelineServer;
import dev.millrace.testing.RawClient;
import dev.millrace.testing.TestFilter;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What a client sends ahead or leaves unread costs the server little.
 */
@Timeout(60)
class BackPressureTests {

	private static final int READ_BUFFER = 64 * 1024;

	private static final PreparedResponse DONE = PreparedResponse.empty(200);

	@Test
	void tenThousandRequestsBehindASlowOneHoldOneReadBuffer() {
		CompletableFuture<Suspension> waiting = new CompletableFuture<>();
		TestFilter slow = TestFilter.answering("/held", (exchange) -> {
			Suspension suspension = exchange.suspend(null);
			waiting.complete(suspension);
			return suspension;
		});
		String cold = "GET /cold HTTP/1.1\r\nHost: test\r\n\r\n";
		String hot = "GET /hot HTTP/1.1\r\nHost: test\r\n\r\n";
		try (PipelineServer server = PipelineServer.with(slow, ExchangeHandlerTests.HOT);
				RawClient client = new RawClient(server.port())) {
			client.get("/held");
			Suspension suspension = waiting.join();
			Thread sender = new Thread(() -> client.send((cold + hot).repeat(5_000)), "sender");
			sender.start();
			await().until(() -> bytesIn(server) > 100);
			// Nothing more is read however often the loop turns.
			for (int i = 0; i < 100; i++) {
				assertThat(bytesIn(server)).isLessThanOrEqualTo(2 * READ_BUFFER);
			}
			suspension.resume(DONE);
			assertThat(client.read().status()).isEqualTo(200);
			for (int i = 0; i < 5_000; i++) {
				assertThat(client.read().body()).isEqualTo("cold");
				assertThat(client.read().body()).isEqualTo("hello");
			}
		}
	}

	private static long bytesIn(PipelineServer server) {
		return server.registry()
			.snapshots(Duration.ofSeconds(5))
			.join()
			.stream()
			.mapToLong(ConnectionSnapshot::bytesIn)
			.sum();
	}

	@Test
	void unreadAnswersHoldBackTheNextRequest() {
		byte[] megabyte = new byte[1_000_000];
		TestFilter large = TestFilter.answering("/megabyte",
				(exchange) -> new Answer.Full(200, new DefaultHttpHeaders(), Unpooled.wrappedBuffer(megabyte)));
		try (PipelineServer server = PipelineServer.with(large); RawClient client = new RawClient(server.port())) {
			Thread sender = new Thread(() -> client.send("GET /megabyte HTTP/1.1\r\nHost: test\r\n\r\n".repeat(200)),
					"sender");
			sender.start();
			await().until(() -> pending(server) > 0);
			for (int i = 0; i < 100; i++) {
				assertThat(pending(server)).isLessThan(2 * megabyte.length);
			}
			for (int i = 0; i < 200; i++) {
				assertThat(client.read().body()).hasSize(megabyte.length);
			}
		}
	}

	private static long pending(PipelineServer server) {
		AtomicLong pending = new AtomicLong();
		server.registry().forEach((connection) -> {
			ChannelOutboundBuffer buffer = connection.channel().unsafe().outboundBuffer();
			pending.addAndGet((buffer != null) ? buffer.totalPendingWriteBytes() : 0);
		}).join();
		return pending.get();
	}

}
