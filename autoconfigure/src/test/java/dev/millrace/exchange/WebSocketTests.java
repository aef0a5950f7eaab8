package dev.millrace.exchange;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import dev.millrace.testing.PipelineServer;
import dev.millrace.testing.RawClient;
import dev.millrace.testing.Wire;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Flux;
import reactor.netty.http.client.WebsocketClientSpec;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * WebSockets through the replaced codec.
 */
@Timeout(60)
class WebSocketTests {

	@ParameterizedTest
	@CsvSource({ "HTTP_1,false", "HTTP_1,true", "TLS,false", "TLS,true", "H2C,false", "H2C,true" })
	void messagesPass(Wire wire, boolean compressed) {
		try (PipelineServer server = PipelineServer.speaking(wire, ExchangeHandlerTests.HOT)) {
			Wire client = (wire == Wire.H2C) ? Wire.HTTP_1 : wire;
			String text = "message ".repeat(50);
			WebsocketClientSpec spec = WebsocketClientSpec.builder().compress(compressed).build();
			Long right = client.client(server)
				.websocket(spec)
				.uri(compressed ? "/ws-compressed" : "/ws")
				.handle((in, out) -> out.sendString(Flux.range(0, 50).map((i) -> text + i))
					.then()
					.thenMany(in.aggregateFrames().receive().asString().take(50)))
				.filter((answer) -> answer.startsWith("echo " + text))
				.count()
				.block(Duration.ofSeconds(20));
			assertThat(right).isEqualTo(50);
			server.awaitOutcomes(Outcome.PASSED);
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "HTTP_1", "TLS", "H2C" })
	void framesMayComeWithTheHead(Wire wire) throws Exception {
		try (PipelineServer server = PipelineServer.speaking(wire, ExchangeHandlerTests.HOT);
				RawClient client = wire.rawClient(server)) {
			assertThat(client.get("/hot").read().body()).isEqualTo("hello");
			ByteArrayOutputStream sent = new ByteArrayOutputStream();
			sent.write(("GET /ws HTTP/1.1\r\nHost: test\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
					+ "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n")
				.getBytes(StandardCharsets.US_ASCII));
			for (int i = 0; i < 3; i++) {
				// A text frame, masked with zeros.
				sent.write(new byte[] { (byte) 0x81, (byte) 0x82, 0, 0, 0, 0, 'h', 'i' });
			}
			client.send(sent.toByteArray());
			assertThat(client.readHead().status()).isEqualTo(101);
			for (int i = 0; i < 3; i++) {
				assertThat(client.bytes(9)).isEqualTo("\u0081\u0007echo hi");
			}
			client.send(new byte[] { (byte) 0x81, (byte) 0x82, 0, 0, 0, 0, 'h', 'o' });
			assertThat(client.bytes(9)).isEqualTo("\u0081\u0007echo ho");
		}
	}

}
