package dev.millrace.exchange.http1;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.Deflater;

import dev.millrace.exchange.ExchangeHandlerTests;
import dev.millrace.testing.PipelineServer;
import dev.millrace.testing.RawClient;
import dev.millrace.testing.Wire;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Clients that break the rules of RFC 6455: each gets a close frame that says why.
 */
@Timeout(120)
class WebSocketErrorsTests {

	private static final Map<Wire, PipelineServer> servers = new EnumMap<>(Wire.class);

	private static final int FIN = 0x80;

	private static final int TEXT = 1;

	private static final int BINARY = 2;

	private static final int CLOSE = 8;

	private static final int PING = 9;

	private static final int PONG = 10;

	/** Masked with zeros, which changes nothing. */
	private static byte[] frame(int first, byte[] payload) {
		return frame(first, 0x80, payload.length, payload);
	}

	private static byte[] frame(int first, String payload) {
		return frame(first, payload.getBytes(StandardCharsets.ISO_8859_1));
	}

	private static byte[] frame(int first, int masked, long length, byte[] payload) {
		ByteBuffer frame = ByteBuffer.allocate(14 + payload.length);
		frame.put((byte) first);
		if (length < 126) {
			frame.put((byte) (masked | length));
		}
		else if (length < 65536) {
			frame.put((byte) (masked | 126)).putShort((short) length);
		}
		else {
			frame.put((byte) (masked | 127)).putLong(length);
		}
		if (masked != 0) {
			frame.putInt(0);
		}
		frame.put(payload);
		return Arrays.copyOf(frame.array(), frame.position());
	}

	private static byte[] closeWith(int code, String reason) {
		return frame(FIN | CLOSE, (char) (code >> 8) + "" + (char) (code & 0xFF) + reason);
	}

	private static byte[] join(byte[]... parts) {
		ByteArrayOutputStream joined = new ByteArrayOutputStream();
		for (byte[] part : parts) {
			joined.writeBytes(part);
		}
		return joined.toByteArray();
	}

	static Stream<Arguments> errors() {
		Stream<Arguments> reserved = Stream.of(3, 4, 5, 6, 7, 11, 12, 13, 14, 15)
			.map((code) -> error("reserved opcode " + code, 1002, frame(FIN | code, "hi")));
		Stream<Arguments> codes = Stream.of(0, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65535)
			.map((code) -> error("close code " + code, 1002, closeWith(code, "")));
		Stream<Arguments> others = Stream.of(error("one byte too many", 1009, frame(FIN | TEXT, new byte[65537])),
				error("a binary message that is too big", 1009, frame(FIN | BINARY, new byte[65537])),
				error("8 MB", 1009, frame(FIN | TEXT, new byte[8_000_000])),
				error("a length of 2^62", 1009, frame(FIN | TEXT, 0x80, 1L << 62, new byte[0])),
				error("a negative length", 1002, frame(FIN | TEXT, 0x80, Long.MAX_VALUE, new byte[0]), 0x80),
				error("an unmasked text", 1002, frame(FIN | TEXT, 0, 2, new byte[2])),
				error("an unmasked ping", 1002, frame(FIN | PING, 0, 2, new byte[2])),
				error("an unmasked close", 1002, frame(FIN | CLOSE, 0, 2, new byte[] { 3, (byte) 232 })),
				error("RSV1 without an extension", 1002, frame(FIN | 0x40 | TEXT, "hi")),
				error("RSV2", 1002, frame(FIN | 0x20 | TEXT, "hi")),
				error("RSV3", 1002, frame(FIN | 0x10 | TEXT, "hi")),
				error("RSV1 on a ping", 1002, frame(FIN | 0x40 | PING, "hi")),
				error("RSV1 on a continuation", 1002, join(frame(TEXT, "a"), frame(FIN | 0x40, "b"))),
				error("text that is not UTF-8", 1007, frame(FIN | TEXT, "\u00ff\u00fe")),
				error("an overlong form", 1007, frame(FIN | TEXT, "\u00c0\u00af")),
				error("a surrogate", 1007, frame(FIN | TEXT, "\u00ed\u00a0\u0080")),
				error("text that ends inside a character", 1007, frame(FIN | TEXT, "\u00ce\u00ba\u00e1\u00bd")),
				error("a fragment that is not UTF-8", 1007, join(frame(TEXT, "ok"), frame(FIN, "\u00ff"))),
				error("fragments that end inside a character", 1007, join(frame(TEXT, "\u00ce"), frame(FIN, ""))),
				error("a close reason that is not UTF-8", 1007, closeWith(1000, "\u00ff")),
				error("a close of one byte", 1002, frame(FIN | CLOSE, "\3")),
				error("a ping of 126 bytes", 1002, frame(FIN | PING, "x".repeat(126))),
				error("a pong of 126 bytes", 1002, frame(FIN | PONG, "x".repeat(126))),
				error("a close of 126 bytes", 1002, closeWith(1000, "x".repeat(124))),
				error("a ping in fragments", 1002, frame(PING, "x")),
				error("a close in fragments", 1002, frame(CLOSE, "\3\u00e8")),
				error("a continuation of nothing", 1002, frame(FIN, "x")),
				error("a text inside a text", 1002, join(frame(TEXT, "a"), frame(FIN | TEXT, "b"))),
				error("a binary message inside a text", 1002, join(frame(TEXT, "a"), frame(FIN | BINARY, "b"))),
				error("HTTP", 1002, "GET / HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII)));
		return Stream.concat(reserved, Stream.concat(codes, others));
	}

	private static Arguments error(String name, int status, byte[] sent) {
		return Arguments.of(name, status, sent);
	}

	/** Sets a bit in the first byte of the length. */
	private static Arguments error(String name, int status, byte[] sent, int bit) {
		sent[2] |= (byte) bit;
		return error(name, status, sent);
	}

	private static String upgrade(String path, boolean deflate) {
		return "GET " + path + " HTTP/1.1\r\nHost: test\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
				+ "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
				+ (deflate ? "Sec-WebSocket-Extensions: permessage-deflate\r\n" : "") + "\r\n";
	}

	private static RawClient open(Wire wire, PipelineServer server, boolean deflate) {
		RawClient client = wire.rawClient(server);
		client.send(upgrade(deflate ? "/ws-compressed" : "/ws", deflate));
		RawClient.Response head = client.readHead();
		assertThat(head.status()).isEqualTo(101);
		assertThat(head.has("sec-websocket-extensions: permessage-deflate")).isEqualTo(deflate);
		return client;
	}

	/** Reads a close frame, and the end that follows it. */
	private static int closeStatus(RawClient client) {
		assertThat(client.bytes(1)).isEqualTo("\u0088");
		int length = client.bytes(1).charAt(0);
		String payload = client.bytes(length);
		assertThat(client.closed()).isTrue();
		return (length == 0) ? 0 : payload.charAt(0) << 8 | payload.charAt(1);
	}

	private static byte[] deflated(String text) {
		Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
		deflater.setInput(text.getBytes(StandardCharsets.ISO_8859_1));
		byte[] out = new byte[100];
		int length = deflater.deflate(out, 0, out.length, Deflater.SYNC_FLUSH);
		deflater.end();
		// RFC 7692 section 7.2.1: without the last four bytes.
		return Arrays.copyOf(out, length - 4);
	}

	@BeforeAll
	static void start() {
		for (Wire wire : List.of(Wire.HTTP_1, Wire.TLS, Wire.H2C)) {
			servers.put(wire, PipelineServer.speaking(wire, ExchangeHandlerTests.HOT));
		}
	}

	@AfterAll
	static void stop() {
		servers.values().forEach(PipelineServer::close);
		servers.clear();
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("errors")
	void isTold(String name, int status, byte[] sent) {
		servers.forEach((wire, server) -> {
			try (RawClient client = open(wire, server, false)) {
				assertThat(closeStatus(client.send(sent))).as(wire.name()).isEqualTo(status);
			}
		});
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("errors")
	void isToldAfterTheAnswerWhenItCameWithTheRequest(String name, int status, byte[] sent) {
		servers.forEach((wire, server) -> {
			try (RawClient client = wire.rawClient(server)) {
				client.send(join(upgrade("/ws", false).getBytes(StandardCharsets.US_ASCII), sent));
				assertThat(client.readHead().status()).isEqualTo(101);
				assertThat(closeStatus(client)).as(wire.name()).isEqualTo(status);
			}
		});
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("errors")
	void isToldWithAnExtension(String name, int status, byte[] sent) {
		// With the extension RSV1 says that a message is compressed, which "hi" is not.
		int expected = name.equals("RSV1 without an extension") ? 1007 : status;
		servers.forEach((wire, server) -> {
			try (RawClient client = open(wire, server, true)) {
				assertThat(closeStatus(client.send(sent))).as(wire.name()).isEqualTo(expected);
			}
		});
	}

	@Test
	void compressedTextIsCheckedToo() {
		servers.forEach((wire, server) -> {
			try (RawClient client = open(wire, server, true)) {
				client.send(frame(FIN | 0x40 | TEXT, new String(deflated("hi"), StandardCharsets.ISO_8859_1)));
				assertThat(client.bytes(1)).isEqualTo("\u00c1");
				client.bytes(client.bytes(1).charAt(0));
				client.send(frame(FIN | 0x40 | TEXT, new String(deflated("\u00ff"), StandardCharsets.ISO_8859_1)));
				assertThat(closeStatus(client)).as(wire.name()).isEqualTo(1007);
			}
		});
	}

	@Test
	void closesOfTheClientAreAnswered() {
		servers.forEach((wire, server) -> {
			for (int code : List.of(0, 1000, 1001, 1003, 1007, 1014, 3000, 4999)) {
				try (RawClient client = open(wire, server, false)) {
					client.send((code == 0) ? frame(FIN | CLOSE, "") : closeWith(code, "bye"));
					assertThat(closeStatus(client)).as(wire.name()).isEqualTo(code);
				}
			}
		});
	}

	@Test
	void whatIsRightPasses() {
		servers.forEach((wire, server) -> {
			try (RawClient client = open(wire, server, false)) {
				client.send(join(frame(TEXT, "\u00ce"), frame(FIN | PING, "p"), frame(FIN, "\u00ba")));
				assertThat(client.bytes(3)).isEqualTo("\u008a\1p");
				assertThat(client.bytes(9)).isEqualTo("\u0081\7echo \u00ce\u00ba");
				client.send(frame(FIN | TEXT, new byte[65536]));
				assertThat(client.bytes(10)).startsWith("\u0081");
			}
		});
	}

	@Test
	void requestsBehindAnUpgradeThatIsNotTakenAreAnswered() {
		servers.forEach((wire, server) -> {
			for (String first : List.of("/cold", "/slow/20", "/hot")) {
				try (RawClient client = wire.rawClient(server)) {
					String request = "GET " + first
							+ " HTTP/1.1\r\nHost: test\r\nUpgrade: foo\r\nConnection: Upgrade\r\n\r\n";
					client.send(request + request + "GET /stream HTTP/1.1\r\nHost: test\r\n\r\n" + request + request
							+ "GET /hot HTTP/1.1\r\nHost: te");
					String body = client.read().body();
					assertThat(client.read().body()).isEqualTo(body);
					assertThat(client.read().body()).isEqualTo("onetwothree");
					assertThat(client.read().body()).isEqualTo(body);
					assertThat(client.read().body()).isEqualTo(body);
					assertThat(client.send("st\r\n\r\n").read().body()).isEqualTo("hello");
				}
			}
		});
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void aProtocolOfTheApplicationTakesThePlaceOfTheCodec(boolean answerFirst) {
		try (PipelineServer server = PipelineServer.with(); RawClient client = new RawClient(server.port())) {
			String early = answerFirst ? "GET early" : "";
			client.send("GET /tunnel-" + (answerFirst ? "after" : "before")
					+ " HTTP/1.1\r\nHost: test\r\nUpgrade: echo\r\nConnection: Upgrade\r\n\r\n" + early);
			assertThat(client.readHead().status()).isEqualTo(101);
			assertThat(client.bytes(early.length())).isEqualTo(early);
			assertThat(client.send("GET / HTTP/1.1\r\n\r\n").bytes(18)).isEqualTo("GET / HTTP/1.1\r\n\r\n");
			assertThat(client.send("more").bytes(4)).isEqualTo("more");
		}
	}

}
