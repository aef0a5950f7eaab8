package dev.millrace.hot;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * What clients send: plain requests, others, those that were made to be misunderstood,
 * and all of these damaged. The same seed makes the same case.
 */
final class LaneCases {

	private static final String[] PATHS = { "/plaintext", "/plaintext", "/a", "/long/path/of/a/constant", "/none",
			"/tagged", "/tagged", "/head", "/immediate", "/hello/world", "/hello/constant", "/files/a/b", "/pass",
			"/raw", "/secret", "/cold", "/plaintext?q=1", "/immediate?q=1&q=2", "/raw?q", "/hello/a%20b", "/hello/%61",
			"/plaintext/", "//a", "/./a", "/a;b", "/hello/", "/files/../a", "/plaintex", "/plaintext?q=%41",
			"/immediate?q=%", "/a?|", "/A", "/plaintext#x", "/hello/\u00e9" };

	private static final String[] FIELDS = { "Accept: text/html,application/json;q=0.9,*/*;q=0.8", "X: 1", "x:2",
			"X:  two words ", "Cookie: session=0123456789abcdef0123456789abcdef; theme=dark", "User-Agent: wrk",
			"Connection: keep-alive", "connection: Keep-Alive", "Accept-Language: de", "Empty:", "Empty: ",
			"If-Modified-Since: Sat, 21 Nov 2026 00:00:00 GMT", "If-None-Match: \"t\"", "if-match: \"x\"",
			"If-Range: \"t\"", "Referer: http://other/", "DNT: 1", "Sec-Fetch-Mode: navigate",
			"Cache-Control: max-age=0", "X: \u00fc", "X: a\tb", "Under_score: 1", "Accept-Charset: utf-8",
			"X-Forwarded-For: 10.0.0.1" };

	private static final String[] ODD_FIELDS = { "Connection: close", "Connection: upgrade",
			"Connection: keep-alive, x", "Connection:", "Upgrade: websocket", "Upgrade: h2c", "Expect: 100-continue",
			"TE: trailers", "Trailer: X", "Content-Length: 0", "Content-Length: 5", "Content-Length: +5",
			"Content-Length: 5, 5", "Content-Length: 5\r\nContent-Length: 5", "Content-Length: 5\r\nContent-Length: 6",
			"Content-Length : 5", "Transfer-Encoding: chunked", "Transfer-Encoding: gzip, chunked",
			"Transfer-Encoding: chunked, identity", "Transfer-Encoding : chunked", "Transfer-Encoding: xchunked",
			"Transfer-Encoding:\u000bchunked", "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
			"transfer-encoding: chunked\r\nContent-Length: 5", "Content-Length: 5\r\ntransfer-encoding: chunked",
			"TRANSFER-ENCODING: CHUNKED", "Sec-WebSocket-Key1: 1", "Sec-WebSocket-Key2: 2", "Host: other", "host: test",
			"Host : test", " Host: test", "X: a\r\n b", "X: a\r\n\tb", " X: a", "X : a", "X\t: a", ": a", "X",
			"X: a\nY: b", "X: a\rY: b", "X: \u0000", "X: \u0001", "X: \u007f", "X\u0000: a", "X(y): a", "X\u00fc: a",
			"HTTP2-Settings: AAA", "Proxy-Connection: close", "Keep-Alive: 5", "Host: a b", "Host: a/b", "Host: [::1]",
			"Host:", "Host: a:b", "Host: a:123456", "Host: a:80", "Host: test, test" };

	private static final String[] HOSTS = { "Host: test", "Host: test", "Host: test", "host: localhost:8080",
			"HOST:127.0.0.1", "Host: a.example.org ", "Host: [::1]:80", "Host: ", "Host: a_b", "Host:  test:1",
			"Host: test:", "Host: a..b", "Host: te st", "Host: test\t" };

	private static final String[] LINES = { "GET http://test/a HTTP/1.1", "GET test:80 HTTP/1.1",
			"CONNECT test:80 HTTP/1.1", "OPTIONS * HTTP/1.1", "GET  /a HTTP/1.1", "GET /a  HTTP/1.1",
			"GET\t/a HTTP/1.1", "GET /a HTTP/1.1 ", " GET /a HTTP/1.1", "GET /a HTTP/1.0", "GET /a HTTP/2.0",
			"GET /a HTTP/1.2", "GET /a HTTP/1.10", "GET /a http/1.1", "GET /a", "GET /a HTTP/1.1 x", "get /a HTTP/1.1",
			"GETT /a HTTP/1.1", "HEAD /a HTTP/1.1", "DELETE /a HTTP/1.1", "PRI * HTTP/2.0", "GET /a\u0000 HTTP/1.1",
			"GET a HTTP/1.1", "\u0016\u0003\u0001", "HEADER /a HTTP/1.1", "GET / HTTP/1.1", "GET ? HTTP/1.1" };

	private static final String[] PIECES = { "\r", "\n", "\r\n", "\r\n\r\n", " ", "\t", ":", "\u0000", "\u0080",
			"\u00ff", "\u007f", "GET ", "HTTP/1.1", "Host: test\r\n", "Content-Length: 3\r\n",
			"Transfer-Encoding: chunked\r\n", "0\r\n\r\n", "/", "?", "%", "close", "\r\n ", "\u000b" };

	private final Random random;

	LaneCases(long seed) {
		// Seeds that follow each other make similar numbers.
		this.random = new Random(seed * 0x9E3779B97F4A7C15L);
	}

	/** A few messages on one connection. */
	byte[] messages() {
		StringBuilder text = new StringBuilder();
		int count = 1 + this.random.nextInt(5);
		String last = "";
		for (int i = 0; i < count; i++) {
			last = (!last.isEmpty() && this.random.nextInt(3) == 0) ? last : message();
			text.append(last);
		}
		byte[] bytes = text.toString().getBytes(StandardCharsets.ISO_8859_1);
		return (this.random.nextInt(3) == 0) ? damaged(bytes) : bytes;
	}

	private String message() {
		return switch (this.random.nextInt(16)) {
			case 0 -> post("Content-Length: 5", "hello");
			case 1 -> post("Transfer-Encoding: chunked", chunks());
			case 2 -> head(pick(LINES), this.random.nextInt(4) == 0);
			case 3 -> odd();
			case 4 -> odd() + pick(new String[] { "hello", "0\r\n\r\n", chunks(), "G" });
			case 5 -> pick(new String[] { "\r\n", "\r\n\r\n", "\n", " ", "\r" }) + plain();
			case 6 -> huge();
			default -> plain();
		};
	}

	private String plain() {
		String method = (this.random.nextInt(6) == 0) ? "HEAD " : "GET ";
		return head(method + pick(PATHS) + " HTTP/1.1", false);
	}

	private String odd() {
		return head(((this.random.nextInt(4) == 0) ? "HEAD " : "GET ") + pick(PATHS) + " HTTP/1.1", true);
	}

	private String post(String framing, String body) {
		return "POST " + pick(new String[] { "/a", "/cold", "/plaintext" }) + " HTTP/1.1\r\nHost: test\r\n" + framing
				+ "\r\n\r\n" + body;
	}

	private String chunks() {
		return pick(new String[] { "5\r\nhello\r\n0\r\n\r\n", "5;a=b\r\nhello\r\n0\r\n\r\n", "5\nhello\n0\n\n",
				"05\r\nhello\r\n0\r\nX: y\r\n\r\n", "5 \r\nhello\r\n0\r\n\r\n", "0\r\n\r\n", "5\r\nhelloX0\r\n\r\n" });
	}

	private String head(String line, boolean odd) {
		List<String> fields = new ArrayList<>();
		if (this.random.nextInt(20) != 0) {
			fields.add((this.random.nextInt(8) == 0) ? pick(HOSTS) : HOSTS[0]);
		}
		for (int i = this.random.nextInt(5); i > 0; i--) {
			fields.add(pick(FIELDS));
		}
		if (odd) {
			fields.add(this.random.nextInt(fields.size() + 1), pick(ODD_FIELDS));
		}
		String end = (this.random.nextInt(60) == 0) ? "\n" : "\r\n";
		return line + end + String.join(end, fields) + (fields.isEmpty() ? "" : end) + end;
	}

	/** Near a limit, or far beyond. */
	private String huge() {
		String filler = "x".repeat(pickLength());
		return switch (this.random.nextInt(4)) {
			case 0 -> head("GET /hello/" + filler + " HTTP/1.1", false);
			case 1 -> "GET /a HTTP/1.1\r\nHost: test\r\nX: " + filler + "\r\n\r\n";
			case 2 -> "GET /a HTTP/1.1\r\nHost: test\r\n" + "X: y\r\n".repeat(this.random.nextInt(8)) + "\r\n";
			default -> "GET /a HTTP/1.1\r\nHost: test\r\n" + filler + ": y\r\n\r\n";
		};
	}

	private int pickLength() {
		return switch (this.random.nextInt(8)) {
			case 0 -> 4060 + this.random.nextInt(60);
			case 1 -> 8120 + this.random.nextInt(100);
			default -> this.random.nextInt(160);
		};
	}

	private byte[] damaged(byte[] bytes) {
		byte[] damaged = bytes;
		for (int i = 1 + this.random.nextInt(3); i > 0; i--) {
			damaged = damagedOnce(damaged);
		}
		return damaged;
	}

	private byte[] damagedOnce(byte[] bytes) {
		int at = this.random.nextInt(bytes.length + 1);
		int to = Math.min(bytes.length, at + 1 + this.random.nextInt(6));
		byte[] piece = pick(PIECES).getBytes(StandardCharsets.ISO_8859_1);
		return switch (this.random.nextInt(6)) {
			case 0 -> joined(bytes, at, piece, at);
			case 1 -> joined(bytes, at, piece, to);
			case 2 -> joined(bytes, at, new byte[0], to);
			case 3 -> joined(bytes, at, new byte[] { (byte) this.random.nextInt(256) }, Math.min(to, at + 1));
			case 4 -> joined(bytes, to, new byte[0], at);
			default -> flipped(bytes, at);
		};
	}

	private byte[] flipped(byte[] bytes, int at) {
		if (at < bytes.length) {
			bytes[at] ^= (byte) (1 << this.random.nextInt(8));
		}
		return bytes;
	}

	private static byte[] joined(byte[] bytes, int end, byte[] between, int start) {
		ByteArrayOutputStream joined = new ByteArrayOutputStream(bytes.length + between.length + 8);
		joined.write(bytes, 0, end);
		joined.writeBytes(between);
		joined.write(bytes, start, bytes.length - start);
		return joined.toByteArray();
	}

	private String pick(String[] options) {
		return options[this.random.nextInt(options.length)];
	}

	/** Lengths of the pieces in which so many bytes arrive. */
	int[] cuts(int length) {
		if (this.random.nextBoolean()) {
			return new int[] { length };
		}
		int most = switch (this.random.nextInt(3)) {
			case 0 -> 7;
			case 1 -> 60;
			default -> 600;
		};
		List<Integer> cuts = new ArrayList<>();
		int left = length;
		while (left > 0) {
			int piece = (cuts.size() > 20) ? left : Math.min(left, 1 + this.random.nextInt(most));
			cuts.add(piece);
			left -= piece;
		}
		return cuts.stream().mapToInt(Integer::intValue).toArray();
	}

	boolean chance(int oneIn) {
		return this.random.nextInt(oneIn) == 0;
	}

}
