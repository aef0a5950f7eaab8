package dev.millrace.exchange;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

import dev.millrace.connection.KeepAlive;
import dev.millrace.testing.FrameClient;
import dev.millrace.testing.FrameClient.Frame;
import dev.millrace.testing.PipelineServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.netty.http.HttpProtocol;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * HTTP/2 heads that are larger than the server allows, which is 1,000 bytes here.
 */
class StreamHeadLimitTests {

	/** What :method, :scheme, :path and :authority take, with what each field adds. */
	private static final int REQUEST = 10 + 11 + 10 + 14 + 4 * 32;

	/** Names of the status in the static table of HPACK, and 431 as it is sent. */
	private static final byte STATUS_200 = (byte) 0x88;

	private static PipelineServer server;

	@BeforeAll
	static void start() {
		server = new PipelineServer(List.of(), KeepAlive.UNLIMITED,
				(http) -> http.protocol(HttpProtocol.HTTP11, HttpProtocol.H2C)
					.http2Settings((settings) -> settings.maxHeaderListSize(1000)));
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 500, 999, 1000 })
	void aHeadUpToTheLimitIsServed(int size) {
		try (FrameClient client = new FrameClient(server.port(), 65_535)) {
			assertThat(send(client, 1, headOf(Math.max(size, REQUEST + 34)))).isEqualTo("200");
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 1001, 1100, 1250, 1260, 1599, 1610, 1900, 2000 })
	void aHeadUpToTwiceTheLimitCostsItsStreamOnly(int size) {
		try (FrameClient client = new FrameClient(server.port(), 65_535)) {
			assertThat(send(client, 1, headOf(size))).isEqualTo("431");
			assertThat(send(client, 3, headOf(300))).isEqualTo("200");
			assertThat(send(client, 5, headOf(size))).isEqualTo("431");
		}
	}

	@Test
	void aHeadBeyondTwiceTheLimitCostsTheConnection() {
		try (FrameClient client = new FrameClient(server.port(), 65_535)) {
			send(client, headOf(2500), 1);
			// ENHANCE_YOUR_CALM or PROTOCOL_ERROR, as Netty says it.
			assertThat(client.next(FrameClient.GOAWAY, 0).payload()).isNotEmpty();
			assertThat(client.closed()).isTrue();
		}
	}

	@Test
	void whatIsRefusedIsInTheTableOfHpack() {
		ByteArrayOutputStream refused = request();
		refused.write(0x40);
		literal(refused, "x-known");
		literal(refused, "v".repeat(400));
		field(refused, "x-large", "v".repeat(800));
		ByteArrayOutputStream known = request();
		// The first entry of the table that the connection has filled.
		known.write(0x80 | 62);
		try (FrameClient client = new FrameClient(server.port(), 65_535)) {
			assertThat(send(client, 1, refused.toByteArray())).isEqualTo("431");
			assertThat(send(client, 3, known.toByteArray())).isEqualTo("200");
			for (int i = 0; i < 20; i++) {
				// Small on the wire, large when decoded.
				known.write(0x80 | 62);
			}
			assertThat(send(client, 5, known.toByteArray())).isEqualTo("431");
			assertThat(send(client, 7, headOf(300))).isEqualTo("200");
		}
	}

	@Test
	void trailersAreBoundedAsHeadsAre() {
		ByteArrayOutputStream trailers = new ByteArrayOutputStream();
		field(trailers, "x-large", "v".repeat(1200));
		try (FrameClient client = new FrameClient(server.port(), 65_535)) {
			client.post(1, "/echo");
			client.send(FrameClient.frame(FrameClient.HEADERS, FrameClient.END_HEADERS | FrameClient.END_STREAM, 1,
					trailers.toByteArray()));
			assertThat(client.next(FrameClient.RST_STREAM, 1).number()).isEqualTo(1);
			assertThat(send(client, 3, headOf(300))).isEqualTo("200");
		}
	}

	private static String send(FrameClient client, int stream, byte[] head) {
		send(client, head, stream);
		Frame answer = client.next(FrameClient.HEADERS, stream);
		return (answer.payload()[0] == STATUS_200) ? "200" : "431";
	}

	private static void send(FrameClient client, byte[] head, int stream) {
		client.send(
				FrameClient.frame(FrameClient.HEADERS, FrameClient.END_HEADERS | FrameClient.END_STREAM, stream, head));
	}

	/** A head of so many bytes, as RFC 9113 section 6.5.2 counts them. */
	private static byte[] headOf(int size) {
		ByteArrayOutputStream block = request();
		field(block, "x", "v".repeat(size - REQUEST - 33));
		return block.toByteArray();
	}

	private static ByteArrayOutputStream request() {
		ByteArrayOutputStream block = new ByteArrayOutputStream();
		block.write(0x82);
		block.write(0x86);
		block.write(0x04);
		literal(block, "/cold");
		block.write(0x01);
		literal(block, "test");
		return block;
	}

	private static void field(ByteArrayOutputStream block, String name, String value) {
		block.write(0);
		literal(block, name);
		literal(block, value);
	}

	/** RFC 7541 sections 5.1 and 5.2. */
	private static void literal(ByteArrayOutputStream block, String text) {
		int length = text.length();
		if (length < 127) {
			block.write(length);
		}
		else {
			block.write(127);
			int rest = length - 127;
			while (rest >= 128) {
				block.write(rest % 128 + 128);
				rest /= 128;
			}
			block.write(rest);
		}
		block.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
	}

}
