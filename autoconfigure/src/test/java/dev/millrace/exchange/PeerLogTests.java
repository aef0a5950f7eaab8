package dev.millrace.exchange;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;

import dev.millrace.testing.PipelineServer;
import dev.millrace.testing.RawClient;
import dev.millrace.testing.Wire;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What strangers do leaves at most one line a second of each kind in the log, and no
 * stack trace.
 */
@Timeout(120)
@ExtendWith(OutputCaptureExtension.class)
class PeerLogTests {

	private static final int TIMES = 30;

	private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0";

	/** HEADERS of GET /slow/200, with literal fields, at the end of stream 1. */
	private static final String SLOW = headers(5, field(":method", "GET") + field(":path", "/slow/200")
			+ field(":scheme", "http") + field(":authority", "a"));

	private static final String WEB_SOCKET = "GET /ws HTTP/1.1\r\nHost: test\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
			+ "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n";

	/** Begins a handshake of TLS 1.2 and 1.3. */
	private static final String CLIENT_HELLO = clientHello();

	private static String clientHello() {
		try {
			SSLEngine engine = SSLContext.getDefault().createSSLEngine();
			engine.setUseClientMode(true);
			ByteBuffer hello = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
			engine.wrap(ByteBuffer.allocate(0), hello);
			return StandardCharsets.ISO_8859_1.decode(hello.flip()).toString();
		}
		catch (NoSuchAlgorithmException | SSLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static String field(String name, String value) {
		return "\0" + (char) name.length() + name + (char) value.length() + value;
	}

	private static String headers(int flags, String fields) {
		return "\0\0" + (char) fields.length() + "\1" + (char) flags + "\0\0\0\1" + fields;
	}

	/**
	 * Lets clients do something and waits until the server is through with them.
	 * @return the most lines of one kind that may have been written
	 */
	private static long attack(Wire wire, Consumer<PipelineServer> client) {
		long start = System.nanoTime();
		try (PipelineServer server = PipelineServer.speaking(wire)) {
			for (int i = 0; i < TIMES; i++) {
				client.accept(server);
			}
			await().until(() -> server.registry().size() == 0);
		}
		return 2 + TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start);
	}

	private static void isQuiet(CapturedOutput output, long mostLines) {
		assertThat(output).doesNotContain("\tat ").doesNotContain("exceptionCaught");
		assertThat(output.toString().lines().count()).isLessThanOrEqualTo(2 * mostLines);
	}

	private static void reset(RawClient client) {
		try {
			client.socket().setSoLinger(true, 0);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		client.close();
	}

	private static void send(PipelineServer server, String sent) {
		try (RawClient client = new RawClient(server.port())) {
			client.send(sent);
			client.closed();
		}
	}

	private static void sendAndReset(PipelineServer server, String sent) {
		RawClient client = new RawClient(server.port());
		client.send(sent);
		await().until(() -> server.registry().size() > 0);
		reset(client);
	}

	@ParameterizedTest
	@ValueSource(strings = { "GET / HTTP/1.1\r\nHost: a\r\n\r\n", PREFACE, "\0\0\0\0\0\0\0\0\0\0\0",
			"\26\3\1\0\7\1\0\0\3\3\3\1" })
	void plainTextOnAPortOfTls(String sent, CapturedOutput output) {
		for (Wire wire : List.of(Wire.H2, Wire.TLS)) {
			long lines = attack(wire, (server) -> send(server, sent));
			isQuiet(output, 2 * lines);
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "H2", "TLS" })
	void oneLineSaysWhatHappened(Wire wire, CapturedOutput output) {
		// Another test may have had the line of this second.
		await().until(() -> {
			attack(wire, (server) -> send(server, "GET / HTTP/1.1\r\n\r\n"));
			return output.toString().contains("TLS handshake failed");
		});
		assertThat(output).contains("last by /127.0.0.1:").contains("not an SSL/TLS record");
	}

	@ParameterizedTest
	@EnumSource
	void connectionsThatAreResetAtOnce(Wire wire, CapturedOutput output) {
		isQuiet(output, attack(wire, (server) -> sendAndReset(server, "")));
	}

	@ParameterizedTest
	@EnumSource(names = { "H2", "TLS" })
	void handshakesThatAreReset(Wire wire, CapturedOutput output) {
		long lines = attack(wire, (server) -> sendAndReset(server, CLIENT_HELLO.substring(0, 60)));
		lines += attack(wire, (server) -> {
			RawClient client = new RawClient(server.port()).send(CLIENT_HELLO);
			client.bytes(5);
			reset(client);
		});
		isQuiet(output, lines);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void uploadsOverTlsThatBreakOff(boolean reset, CapturedOutput output) {
		isQuiet(output, attack(Wire.TLS, (server) -> {
			RawClient client = RawClient.tls(server.port());
			client.send("POST /early HTTP/1.1\r\nHost: test\r\nContent-Length: 100000\r\n\r\n" + "x".repeat(5_000));
			assertThat(client.readHead().status()).isEqualTo(200);
			if (reset) {
				reset(client);
			}
			else {
				client.close();
			}
		}));
	}

	@Test
	void resetsOfHttp2(CapturedOutput output) {
		long lines = attack(Wire.H2C, (server) -> sendAndReset(server, PREFACE));
		lines += attack(Wire.H2C, (server) -> sendAndReset(server, PREFACE + SLOW));
		isQuiet(output, lines);
	}

	/**
	 * WINDOW_UPDATE of zero, for the connection and for a stream; DATA behind the end.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "\0\0\4\10\0\0\0\0\0\0\0\0\0", "\0\0\4\10\0\0\0\0\1\0\0\0\0", "\0\0\1\0\0\0\0\0\1x" })
	void violationsOfHttp2(String frame, CapturedOutput output) {
		long lines = attack(Wire.H2C, (server) -> {
			try (RawClient client = new RawClient(server.port())) {
				client.send(PREFACE + SLOW + frame);
				client.bytes(9);
			}
		});
		isQuiet(output, lines);
	}

	@Test
	void webSockets(CapturedOutput output) {
		String fragment = new String(new byte[] { 1, (byte) 0x81, 0, 0, 0, 0, 'a' }, StandardCharsets.ISO_8859_1);
		String reserved = new String(new byte[] { (byte) 0x83, (byte) 0x81, 0, 0, 0, 0, 'a' },
				StandardCharsets.ISO_8859_1);
		long lines = attack(Wire.HTTP_1, (server) -> webSocket(server, fragment, true));
		lines += attack(Wire.HTTP_1, (server) -> webSocket(server, fragment, false));
		lines += attack(Wire.HTTP_1, (server) -> webSocket(server, reserved, false));
		lines += attack(Wire.HTTP_1, (server) -> webSocket(server, reserved, true));
		isQuiet(output, lines);
	}

	private static void webSocket(PipelineServer server, String frame, boolean reset) {
		try (RawClient client = new RawClient(server.port())) {
			client.send(WEB_SOCKET);
			assertThat(client.readHead().status()).isEqualTo(101);
			client.send(frame);
			if (reset) {
				reset(client);
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "!!!!", "AAMAAABkAAQAAP", "AAT_____", "AAMAAABk\r\nHTTP2-Settings: AAMAAABk" })
	void upgradesToHttp2WithBadSettingsAreIgnored(String settings, CapturedOutput output) {
		long lines = attack(Wire.H2C, (server) -> {
			try (RawClient client = new RawClient(server.port())) {
				client.send("GET /cold HTTP/1.1\r\nHost: test\r\nConnection: Upgrade, HTTP2-Settings\r\n"
						+ "Upgrade: h2c\r\nHTTP2-Settings: " + settings + "\r\n\r\n");
				assertThat(client.read().body()).isEqualTo("cold");
			}
		});
		isQuiet(output, lines);
	}

}
