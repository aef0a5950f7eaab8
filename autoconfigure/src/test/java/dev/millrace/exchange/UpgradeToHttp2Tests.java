package dev.millrace.exchange;

import dev.millrace.testing.PipelineServer;
import dev.millrace.testing.RawClient;
import dev.millrace.testing.Wire;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Requests in cleartext that name HTTP/2, RFC 7540 section 3.2. {@code |} stands for the
 * end of a line.
 */
@Timeout(60)
class UpgradeToHttp2Tests {

	private static final String SETTINGS = "HTTP2-Settings: AAMAAABkAAQAAP__|";

	private static String request(String path, String fields) {
		return ("GET " + path + " HTTP/1.1|Host: test|" + fields + SETTINGS + "|").replace("|", "\r\n");
	}

	@ParameterizedTest
	@ValueSource(strings = { "Connection: Upgrade|Upgrade: h2c|", "Connection: HTTP2-Settings|Upgrade: h2c|",
			"Upgrade: h2c|", "Connection: Upgrade, HTTP2-Settings|Upgrade: H2C|",
			"Connection: Upgrade, HTTP2-Settings|Upgrade: h2cx|",
			"Connection: Upgrade, HTTP2-Settings|Upgrade: websocket|Upgrade: h2c|",
			"Connection: XUpgrade, HTTP2-Settings|Upgrade: h2c|", "Connection: Upgrade, HTTP2-Settings|X: h2c|" })
	void anUpgradeThatIsNotTakenIsIgnored(String fields) {
		try (PipelineServer server = PipelineServer.speaking(Wire.H2C)) {
			try (RawClient client = new RawClient(server.port())) {
				assertThat(client.send(request("/cold", fields)).read().body()).isEqualTo("cold");
				assertThat(client.get("/header").read().body()).as("the connection lives").isEqualTo("header");
			}
			try (RawClient client = new RawClient(server.port())) {
				client.send(request("/slow/20", fields)).endOutput();
				assertThat(client.read().body()).as("after the end of the input").isEqualTo("slow");
			}
			await().until(() -> server.registry().size() == 0);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "Connection: Upgrade, HTTP2-Settings|Upgrade: h2c|",
			"connection: upgrade|CONNECTION:http2-settings|UPGRADE: foo ,h2c|" })
	void anUpgradeIsTaken(String fields) {
		try (PipelineServer server = PipelineServer.speaking(Wire.H2C);
				RawClient client = new RawClient(server.port())) {
			assertThat(client.send(request("/cold", fields)).readHead().status()).isEqualTo(101);
		}
	}

}
