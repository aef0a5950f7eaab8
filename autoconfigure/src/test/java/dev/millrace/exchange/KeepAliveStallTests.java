package dev.millrace.exchange;

import java.util.Random;

import dev.millrace.testing.PipelineServer;
import dev.millrace.testing.RawClient;
import dev.millrace.testing.Wire;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A connection that is used again at once does not stall (reactor-netty#4361), on
 * whichever lanes the requests before and after are answered. To be run with the versions
 * of Spring Boot too, see {@code CONTRIBUTING.md}.
 */
@Timeout(120)
class KeepAliveStallTests {

	private static final String[] PATHS = { "/cold", "/hot", "/stream", "/hot-later", "/hot-now", "/slow/1", "/empty",
			"/hot-stream" };

	@ParameterizedTest
	@EnumSource(names = { "HTTP_1", "TLS" })
	void promptlyReusedConnections(Wire wire) {
		try (PipelineServer server = PipelineServer.speaking(wire, ExchangeHandlerTests.HOT);
				RawClient client = wire.rawClient(server)) {
			for (int i = 0; i < 4_000; i++) {
				assertThat(client.get(PATHS[i % PATHS.length]).read().status()).isIn(200, 204);
				assertThat(client.get("/cold").read().status()).isEqualTo(200);
			}
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "HTTP_1", "TLS" })
	void pipelinesOfTwoAndMore(Wire wire) {
		Random random = new Random(3);
		try (PipelineServer server = PipelineServer.speaking(wire, ExchangeHandlerTests.HOT);
				RawClient client = wire.rawClient(server)) {
			for (int i = 0; i < 2_000; i++) {
				int count = 1 + random.nextInt(4);
				StringBuilder requests = new StringBuilder();
				for (int j = 0; j < count; j++) {
					requests.append("GET ").append(PATHS[random.nextInt(PATHS.length)]);
					requests.append(" HTTP/1.1\r\nHost: test\r\n\r\n");
				}
				// The last of them may be cut, so that it waits half decoded.
				int cut = requests.length() - random.nextInt(30);
				client.send(requests.substring(0, cut));
				client.send(requests.substring(cut));
				for (int j = 0; j < count; j++) {
					assertThat(client.read().status()).isIn(200, 204);
				}
			}
		}
	}

}
