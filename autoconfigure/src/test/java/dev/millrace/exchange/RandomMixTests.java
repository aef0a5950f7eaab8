package dev.millrace.exchange;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import dev.millrace.testing.PipelineServer;
import dev.millrace.testing.RawClient;
import dev.millrace.testing.Wire;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Requests of all kinds in a random order, cut anywhere: each gets its own answer, in
 * order, on every protocol.
 */
@Timeout(120)
class RandomMixTests {

	private static final String[] PATHS = { "/hot", "/hot", "/hot-later", "/hot-now", "/hot-stream", "/hot-full",
			"/hot-raw", "/cold", "/cold", "/stream", "/slow/3", "/empty" };

	private static final String[] BODIES = { "hello", "hello", "hello", "hello", "abc", "full", "raw", "cold", "cold",
			"onetwothree", "slow", "" };

	/** A request, and what it is answered with. */
	private record Ask(String path, String body, boolean post) {
	}

	private static List<Ask> asks(Random random, int count) {
		List<Ask> asks = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			int kind = random.nextInt(PATHS.length + 3);
			if (kind < PATHS.length) {
				asks.add(new Ask(PATHS[kind], BODIES[kind], false));
			}
			else {
				String path = random.nextBoolean() ? "/echo" : "/hot-echo";
				asks.add(new Ask(path, "0123456789abcdef".substring(0, random.nextInt(17)), true));
			}
		}
		return asks;
	}

	private static String encoded(List<Ask> asks, Random random) {
		StringBuilder text = new StringBuilder();
		for (Ask ask : asks) {
			text.append(ask.post() ? "POST " : "GET ").append(ask.path()).append(" HTTP/1.1\r\nHost: test\r\n");
			if (!ask.post()) {
				text.append("\r\n");
			}
			else if (random.nextBoolean()) {
				text.append("Content-Length: ").append(ask.body().length()).append("\r\n\r\n").append(ask.body());
			}
			else {
				text.append("Transfer-Encoding: chunked\r\n\r\n");
				int start = 0;
				while (start < ask.body().length()) {
					int end = start + 1 + random.nextInt(ask.body().length() - start);
					text.append(Integer.toHexString(end - start)).append("\r\n").append(ask.body(), start, end);
					text.append("\r\n");
					start = end;
				}
				text.append("0\r\n\r\n");
			}
		}
		return text.toString();
	}

	private static void sendInPieces(RawClient client, String text, Random random) {
		byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
		int start = 0;
		while (start < bytes.length) {
			int length = Math.min(bytes.length - start, 1 + random.nextInt(random.nextBoolean() ? 40 : 4_000));
			ByteArrayOutputStream piece = new ByteArrayOutputStream(length);
			piece.write(bytes, start, length);
			client.send(piece.toByteArray());
			start += length;
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "HTTP_1", "TLS", "H2C" })
	void pipelinedRequestsAreAnsweredInOrder(Wire wire) {
		try (PipelineServer server = PipelineServer.speaking(wire, ExchangeHandlerTests.HOT)) {
			for (int seed = 0; seed < 5; seed++) {
				Random random = new Random(seed);
				List<Ask> asks = asks(random, 800);
				String text = encoded(asks, random);
				try (RawClient client = wire.rawClient(server)) {
					Thread sender = new Thread(() -> sendInPieces(client, text, random), "sender");
					sender.start();
					for (int i = 0; i < asks.size(); i++) {
						assertThat(client.read().body()).as("%d, %d: %s", seed, i, asks.get(i))
							.isEqualTo(asks.get(i).body());
					}
				}
			}
			server.awaitOutcomes(4_000);
			assertThat(server.outcomes()).doesNotContain(Outcome.FAILED, Outcome.ABORTED);
		}
	}

	@ParameterizedTest
	@EnumSource
	void concurrentRequestsGetTheirOwnAnswers(Wire wire) {
		try (PipelineServer server = PipelineServer.speaking(wire, ExchangeHandlerTests.HOT)) {
			HttpClient client = wire.client(server);
			List<Ask> asks = asks(new Random(1), 600);
			Long right = Flux.fromIterable(asks)
				.flatMap((ask) -> send(client, ask).map((body) -> body.equals(ask.body())), 32)
				.filter(Boolean::booleanValue)
				.count()
				.block(Duration.ofSeconds(60));
			assertThat(right).isEqualTo(asks.size());
			server.awaitOutcomes(600);
			assertThat(server.outcomes()).doesNotContain(Outcome.FAILED, Outcome.ABORTED);
		}
	}

	private static Mono<String> send(HttpClient client, Ask ask) {
		HttpClient.ResponseReceiver<?> exchange = ask.post()
				? client.post()
					.uri(ask.path())
					.send(Mono.fromSupplier(() -> Unpooled.copiedBuffer(ask.body(), StandardCharsets.UTF_8)))
				: client.get().uri(ask.path());
		return exchange.responseContent().aggregate().asString().defaultIfEmpty("");
	}

}
