package dev.millrace.exchange;

import java.util.Random;

import dev.millrace.exchange.syntax.HttpRules;
import dev.millrace.exchange.syntax.LogText;
import dev.millrace.exchange.syntax.StrictMode;
import io.netty.handler.codec.http.HttpRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The rules of RFC 9110 and RFC 9112 for requests. Escapes are those of Java.
 */
class StrictHttpTests {

	private static final String HOST = "Host: test\r\n";

	private static String get(String fields) {
		return "GET / HTTP/1.1\r\n" + fields + "\r\n";
	}

	/** Refused by every lane. */
	private static void refused(int status, String request) {
		for (StrictMode mode : new StrictMode[] { StrictMode.AUTO, StrictMode.ENFORCE }) {
			try (Heads lane = Heads.cold(mode)) {
				assertThat(lane.send(request).status()).as(request).isEqualTo(status);
				assertThat(lane.passed()).isEmpty();
			}
			try (Heads lane = Heads.hot(mode)) {
				assertThat(lane.send(request).answers()).as(request)
					.startsWith("HTTP/1.1 " + status)
					.contains("connection: close");
				assertThat(lane.send(get(HOST)).answers()).as("nothing is answered after it").isEmpty();
			}
		}
		for (int seed = 0; seed < 2; seed++) {
			try (Heads lane = Heads.hot(StrictMode.AUTO)) {
				assertThat(lane.send(request, new Random(seed)).status()).as(request).isEqualTo(status);
			}
		}
	}

	/** Refused by hot routes; served by others, where it is counted. */
	private static void refusedWhereHot(int status, String request) {
		try (Heads lane = Heads.hot(StrictMode.AUTO)) {
			assertThat(lane.send(request).status()).as(request).isEqualTo(status);
		}
		try (Heads lane = Heads.cold(StrictMode.AUTO)) {
			assertThat(lane.send(request).status()).as(request).isZero();
			assertThat(lane.passed()).isNotEmpty();
			assertThat(lane.observed()).isOne();
		}
		try (Heads lane = Heads.cold(StrictMode.ENFORCE)) {
			assertThat(lane.send(request).status()).as(request).isEqualTo(status);
		}
	}

	private static void accepted(String request) {
		for (StrictMode mode : StrictMode.values()) {
			try (Heads lane = Heads.hot(mode)) {
				assertThat(lane.send(request).status()).as("%s: %s", mode, request).isEqualTo(200);
				assertThat(lane.observed()).isZero();
			}
		}
	}

	// RFC 9112 section 2.2

	@Test
	void emptyLinesBeforeARequestAreIgnored() {
		accepted("\r\n" + get(HOST));
		accepted("\r\n\r\n\r\n" + get(HOST));
	}

	@ParameterizedTest
	@ValueSource(strings = { " ", "\t", "\n", "\r", "\0", "\u000B", "\u007F", "\u00A0", "\r\n ", "\r\n\u0001" })
	void nothingElseComesBeforeARequest(String junk) {
		refused(400, junk + get(HOST));
	}

	@ParameterizedTest
	@ValueSource(strings = { "GET / HTTP/1.1\nHost: test\r\n\r\n", "GET / HTTP/1.1\r\nHost: test\n\r\n",
			"GET / HTTP/1.1\r\nHost: test\r\n\n", "GET / HTTP/1.1\nHost: test\n\n",
			"POST / HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: chunked\n\r\n0\r\n\r\n" })
	void aLineEndsWithCarriageReturnAndLineFeed(String request) {
		refused(400, request);
	}

	@ParameterizedTest
	@ValueSource(strings = { "X: a\rb\r\n", "X: a\0b\r\n", "X: a\u0007b\r\n", "X: a\u007Fb\r\n", "X\r: a\r\n",
			"X: a\r\r\n" })
	void controlCharactersDoNotBelongInFields(String field) {
		refused(400, get(HOST + field));
	}

	// RFC 9112 section 3

	@ParameterizedTest
	@ValueSource(strings = { "GET  / HTTP/1.1", "GET /  HTTP/1.1", "GET\t/ HTTP/1.1", "GET /\tHTTP/1.1",
			"GET\u000B/ HTTP/1.1", "GET\u000C/ HTTP/1.1", "GET /\rHTTP/1.1", "GET / HTTP/1.1 ", "GET / HTTP/1.1\t",
			"GET / HTTP/1.1 x", "GET / x HTTP/1.1", "GET /", "GET / ", "GET", "GET HTTP/1.1", "GET / http/1.1",
			"GET / HTTP/1", "GET / HTTP/1.1.1", "GET / HTTP/11", "GET / HTTP/ 1.1", "GET / HTTP/1.x", "GET / XTTP/1.1",
			"GET / HTTP/01.1", "GET /\u0000 HTTP/1.1", "GET /\u0001 HTTP/1.1", "GET /\u007F HTTP/1.1",
			"GET /a\rb HTTP/1.1" })
	void aRequestLineHasThreeWordsAndSingleSpaces(String line) {
		refused(400, line + "\r\n" + HOST + "\r\n");
	}

	// RFC 9110 section 9.1: a method is a token

	@ParameterizedTest
	@ValueSource(strings = { "G@T", "GET/", "GE\u0001T", "(GET)", "GET,POST", "G\u00C4T", "\"GET\"", "GET:" })
	void aMethodIsAToken(String method) {
		refused(400, method + " / HTTP/1.1\r\n" + HOST + "\r\n");
	}

	@ParameterizedTest
	@ValueSource(strings = { "GET", "PROPFIND", "M-SEARCH", "x", "a!#$%&'*+-.^_`|~" })
	void anyTokenIsAMethod(String method) {
		accepted(method + " / HTTP/1.1\r\n" + HOST + "\r\n");
	}

	// RFC 9110 section 15.6.6

	@ParameterizedTest
	@ValueSource(strings = { "HTTP/2.0", "HTTP/0.9", "HTTP/3.1", "HTTP/9.9" })
	void anotherMajorVersionIsNotSupported(String version) {
		refused(505, "GET / " + version + "\r\n" + HOST + "\r\n");
	}

	@Test
	void theSecondVersionOfAConnectionPrefaceIsNotSupportedOnHttp1() {
		refused(505, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
	}

	// RFC 9112 section 3.2

	@ParameterizedTest
	@CsvSource({ "GET,/", "GET,/a?b=c", "GET,/?", "GET,//a", "OPTIONS,*", "GET,http://test/a", "GET,HTTP://test",
			"GET,https://test:8443?x", "CONNECT,test:443", "OPTIONS,http://test" })
	void targetsHaveFourForms(String method, String target) {
		accepted(method + " " + target + " HTTP/1.1\r\n" + HOST + "\r\n");
	}

	@ParameterizedTest
	@CsvSource({ "GET,*", "GET,a", "GET,test:80", "GET,ftp://test/", "GET,http:/test", "GET,http://", "GET,http:///a",
			"GET,?a", "CONNECT,http://test", "CONNECT,*", "POST,." })
	void targetsHaveNoOtherForm(String method, String target) {
		refusedWhereHot(400, method + " " + target + " HTTP/1.1\r\n" + HOST + "\r\n");
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://user@test/", "http://te^st/", "http://[v1.a:b]", "https://test:80:80" })
	void theHostOfATargetIsAHost(String target) {
		refused(400, "GET " + target + " HTTP/1.1\r\n" + HOST + "\r\n");
	}

	@Test
	void targetsAreOfTheCharactersOfUris() {
		refusedWhereHot(400, "GET /\u00E4 HTTP/1.1\r\n" + HOST + "\r\n");
	}

	@Test
	void theHostOfATargetIsTheOneThatCounts() {
		try (Heads lane = Heads.cold(StrictMode.AUTO)) {
			lane.send("GET http://one:81/a?b HTTP/1.1\r\nHost: two\r\n\r\n");
			assertThat(lane.passed().get(0)).asString().containsIgnoringCase("host: one:81").doesNotContain("two");
		}
	}

	@ParameterizedTest
	@CsvSource({ "test:,test", "[::1]:,[::1]", "test:80,test:80" })
	void anEmptyPortIsNone(String received, String passed) {
		for (String head : new String[] { "/ HTTP/1.1\r\nHost: " + received,
				"http://" + received + "/ HTTP/1.1\r\nHost: other" }) {
			try (Heads lane = Heads.cold(StrictMode.AUTO)) {
				lane.send("GET " + head + "\r\n\r\n");
				assertThat(((HttpRequest) lane.passed().get(0)).headers().get("host")).as(head).isEqualTo(passed);
			}
		}
	}

	@Test
	void aRequestHasAHost() {
		refusedWhereHot(400, get(""));
		accepted("GET / HTTP/1.0\r\n\r\n");
		accepted(get("Host:\r\n"));
	}

	@Test
	void aRequestHasOneHost() {
		refused(400, get("Host: test\r\nHost: test\r\n"));
		refused(400, get("Host: test\r\nhOsT: other\r\n"));
		refused(400, "GET / HTTP/1.0\r\nHost: test\r\nHost: test\r\n\r\n");
	}

	@ParameterizedTest
	@ValueSource(strings = { "test", "test:80", "test:", "TEST.example", "127.0.0.1", "[::1]", "[::1]:8080", "[::1]:",
			"[::ffff:192.0.2.1]", "[fe80::1%25eth0]", "a-b_c~d", "xn--4ca", "a%20b", "a:000080", ":", ":80" })
	void aHostMayBe(String host) {
		accepted(get("Host: " + host + "\r\n"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "a b", "a/b", "a@b", "a?b", "a#b", "a:b", "a:80:80", "[::1", "::1", "[]", "[::1]a", "[g^]",
			"a\\b", "<a>", "\u00E4", "a:123456", "a\tb", "{a}", "@a", "a@", "u:p@a", "a:-1", "a:+1", "[a]",
			"[127.0.0.1]", "[::1::2]", "[12345::1]", "[v1.a:b]", "[v1.x]", "[::1%]", "[::1%25a:b]" })
	void aHostMayNotBe(String host) {
		refused(400, get("Host: " + host + "\r\n"));
	}

	// RFC 9112 section 5.1

	@ParameterizedTest
	@ValueSource(strings = { "X : a", "X\t: a", "Content-Length : 5", " X: a", ": a", "X", "X Y: a", "X\u00E4: a",
			"(X): a", "" + "X\u0000: a" })
	void noWhitespaceStandsBeforeAColon(String field) {
		refused(400, get(HOST + field + "\r\n"));
		refused(400, get(field + "\r\n" + HOST));
	}

	// RFC 9112 section 5.2

	@ParameterizedTest
	@ValueSource(strings = { "X: a\r\n b\r\n", "X: a\r\n\tb\r\n", "X: a\r\n \r\n", "X:\r\n a\r\n",
			"X: a\r\n b\r\n c\r\nY: d\r\n", "Transfer-Encoding:\r\n chunked\r\n" })
	void valuesAreOnOneLine(String field) {
		refused(400, get(HOST + field));
		refused(400, get(field + HOST));
	}

	// RFC 9112 section 6.1 and 6.3

	@ParameterizedTest
	@ValueSource(strings = { "Content-Length: 5\r\nContent-Length: 5\r\n", "Content-Length: 5, 5\r\n",
			"Content-Length: 5\r\ncontent-length: 6\r\n", "Content-Length: +5\r\n", "Content-Length: -5\r\n",
			"Content-Length: 0x5\r\n", "Content-Length: 5 5\r\n", "Content-Length:\r\n", "Content-Length: 5;\r\n",
			"Content-Length: 5.0\r\n", "Content-Length: 99999999999999999999\r\n", "Content-Length: 5,\r\n",
			"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
			"Transfer-Encoding: chunked\r\nContent-Length: 5\r\n", "Transfer-Encoding: chunked, chunked\r\n",
			"Transfer-Encoding: chunked, identity\r\n", "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
			"Transfer-Encoding: chunked,\r\n", "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n",
			"Transfer-Encoding: \u000Bchunked\r\n", "Transfer-Encoding : chunked\r\n" })
	void theLengthOfABodyIsBeyondDoubt(String fields) {
		refused(400, "POST / HTTP/1.1\r\n" + HOST + fields + "\r\nabcde");
		refused(400, "POST / HTTP/1.1\r\n" + fields + HOST + "\r\nabcde");
	}

	@ParameterizedTest
	@ValueSource(strings = { "gzip, chunked", "foo", "identity", "xchunked", "chunked;q=1", "gzip", "\"chunked\"",
			"foo, chunked", "chunke d", ",chunked" })
	void otherCodingsAreNotImplemented(String coding) {
		refused(501, "POST / HTTP/1.1\r\n" + HOST + "Transfer-Encoding: " + coding + "\r\n\r\n0\r\n\r\n");
	}

	@Test
	void chunkedIsUnderstood() {
		String body = "\r\n3\r\nabc\r\n0\r\n\r\n";
		accepted("POST / HTTP/1.1\r\n" + HOST + "Transfer-Encoding: chunked\r\n" + body);
		accepted("POST / HTTP/1.1\r\n" + HOST + "transfer-encoding: CHUNKED \r\n" + body);
		accepted("POST / HTTP/1.1\r\n" + HOST + "Content-Length: 005\r\n\r\nabcde");
	}

	@Test
	void http10HasNoTransferEncoding() {
		refused(400, "POST / HTTP/1.0\r\n" + HOST + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
	}

	@Test
	void aRequestWithoutFramingHasNoBody() {
		refused(400, get(HOST + "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key1: 1\r\n"
				+ "Sec-WebSocket-Key2: 2\r\n") + "12345678");
		refused(400, get(HOST + "sec-websocket-KEY1: 1\r\n"));
		refused(400, get(HOST + "Sec-WebSocket-Key2: 1\r\n"));
	}

	// RFC 9112 section 7.1

	@ParameterizedTest
	@ValueSource(strings = { "x\r\n", "-1\r\n", "0x1\r\na\r\n", " 1\r\na\r\n", "1\na\r\n", "1\r\nab\r\n", "\r\n",
			"fffffffff\r\n", "1;a=b\nc\r\na\r\n", "+1\r\na\r\n", "1_0\r\n", "\u00d2\r\n", "1\u00d2\r\n" })
	void chunksAreWellFormed(String chunks) {
		String head = "POST / HTTP/1.1\r\n" + HOST + "Transfer-Encoding: chunked\r\n\r\n";
		ExchangeFilter reads = new ExchangeFilter() {

			@Override
			public java.util.Set<Need> needs() {
				return java.util.Set.of(Need.BODY);
			}

			@Override
			public Verdict onRequest(Exchange exchange) {
				return Verdict.body(100);
			}

		};
		try (Heads lane = new Heads(new HttpRules(StrictMode.AUTO, 100, 100), reads)) {
			assertThat(lane.send(head).send(chunks + "0\r\n\r\n").status()).as(chunks).isEqualTo(400);
		}
	}

	@Test
	void aConnectionEndsWithABrokenChunkOfARequestThatWasAnswered() {
		try (Heads lane = Heads.hot(StrictMode.AUTO)) {
			lane.send("POST / HTTP/1.1\r\n" + HOST + "Transfer-Encoding: chunked\r\n\r\n");
			assertThat(lane.status()).isEqualTo(200);
			assertThat(lane.isOpen()).isTrue();
			lane.send("x\r\n");
			assertThat(lane.isOpen()).isFalse();
		}
	}

	@Test
	void chunksOfAllSizesAreFollowedHoweverTheyAreCut() {
		Random random = new Random(9);
		for (int i = 0; i < 200; i++) {
			StringBuilder text = new StringBuilder("POST / HTTP/1.1\r\n" + HOST + "Transfer-Encoding: chunked\r\n\r\n");
			for (int j = random.nextInt(6); j > 0; j--) {
				int size = 1 + random.nextInt(40);
				text.append(random.nextBoolean() ? "00" : "").append(Integer.toHexString(size));
				text.append(random.nextBoolean() ? ";a=b" : "").append("\r\n").append("1\r\n ".repeat(size), 0, size);
				text.append("\r\n");
			}
			text.append("0\r\n").append(random.nextBoolean() ? "X: y\r\n" : "").append("\r\n").append(get(HOST));
			try (Heads lane = Heads.hot(StrictMode.AUTO)) {
				assertThat(lane.send(text.toString(), random).answers().split("HTTP/1.1 200", -1)).as(text.toString())
					.hasSize(3);
			}
		}
	}

	// Modes

	@ParameterizedTest
	@ValueSource(strings = { "GET  / HTTP/1.1\r\nHost: test\r\n\r\n", "GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n",
			"GET / HTTP/1.1\r\nHost: test\r\nX: a\r\n b\r\n\r\n", "GET / HTTP/1.1\r\n\r\n",
			"GET / HTTP/1.1\r\nHost: a b\r\n\r\n", "GET / HTTP/1.1\r\nHost: u@a\r\n\r\n",
			" GET / HTTP/1.1\r\nHost: test\r\n\r\n" })
	void aDryRunOnlyCounts(String request) {
		try (Heads lane = Heads.cold(StrictMode.DRY_RUN)) {
			assertThat(lane.send(request).status()).as(request).isZero();
			assertThat(lane.passed()).isNotEmpty();
			assertThat(lane.observed()).isOne();
		}
		try (Heads lane = Heads.hot(StrictMode.DRY_RUN)) {
			assertThat(lane.send(request).status()).as(request).isEqualTo(200);
			assertThat(lane.observed()).isOne();
		}
		try (Heads lane = Heads.hot(StrictMode.OFF)) {
			assertThat(lane.send(request).status()).as(request).isEqualTo(200);
			assertThat(lane.observed()).isZero();
		}
	}

	// Limits

	@Test
	void thereMayBeALimitToTheNumberOfFields() {
		try (Heads lane = new Heads(new HttpRules(StrictMode.AUTO, 3, Long.MAX_VALUE), Heads.HOT)) {
			assertThat(lane.send(get(HOST + "A: 1\r\nB: 2\r\n")).status()).isEqualTo(200);
			assertThat(lane.send(get(HOST + "A: 1\r\nB: 2\r\nC: 3\r\n")).status()).isEqualTo(431);
		}
	}

	@Test
	void thereMayBeALimitToTheSizeOfABody() {
		String post = "POST / HTTP/1.1\r\n" + HOST;
		for (ExchangeFilter[] filters : new ExchangeFilter[][] { {}, { Heads.HOT } }) {
			try (Heads lane = new Heads(new HttpRules(StrictMode.AUTO, 100, 4), filters)) {
				assertThat(lane.send(post + "Content-Length: 5\r\n\r\n").answers()).startsWith("HTTP/1.1 413")
					.contains("connection: close");
				assertThat(lane.passed()).isEmpty();
			}
		}
		try (Heads lane = new Heads(new HttpRules(StrictMode.AUTO, 100, 4))) {
			lane.send(post + "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n");
			assertThat(lane.status()).isZero();
			assertThat(lane.send("2\r\nde\r\n").status()).isEqualTo(413);
		}
		try (Heads lane = new Heads(new HttpRules(StrictMode.AUTO, 100, 4))) {
			assertThat(lane.send(post + "Content-Length: 4\r\n\r\nabcd").status()).isZero();
			assertThat(lane.passed()).hasSize(2);
		}
	}

	// Any bytes

	@ParameterizedTest
	@EnumSource(names = { "AUTO", "ENFORCE" })
	void aWellFormedHeadIsAcceptedHoweverItIsCut(StrictMode mode) {
		Random random = new Random(42);
		for (int i = 0; i < 100; i++) {
			StringBuilder text = new StringBuilder();
			int requests = 1 + random.nextInt(4);
			for (int j = 0; j < requests; j++) {
				text.append("\r\n".repeat(random.nextInt(3)));
				text.append("GET /").append("x".repeat(random.nextInt(20))).append(" HTTP/1.1\r\n").append(HOST);
				for (int k = random.nextInt(5); k > 0; k--) {
					text.append("X-").append(k).append(":").append(" ".repeat(random.nextInt(3)));
					text.append("y".repeat(random.nextInt(9))).append(" ".repeat(random.nextInt(3))).append("\r\n");
				}
				text.append("\r\n");
			}
			try (Heads lane = Heads.hot(mode)) {
				assertThat(lane.send(text.toString(), random).answers().split("HTTP/1.1 200", -1)).as(text.toString())
					.hasSize(requests + 1);
			}
		}
	}

	@Test
	void aDamagedRequestLineIsNeverAcceptedUnlessItIsOne() {
		Random random = new Random(7);
		String alphabet = "GET/ HTTP1.0\r\n\t\u000B\u000C\u0000\u007F\u00E4x:";
		for (int i = 0; i < 1_000; i++) {
			StringBuilder line = new StringBuilder("GET /path HTTP/1.1\r\n");
			for (int j = 1 + random.nextInt(2); j > 0; j--) {
				line.setCharAt(random.nextInt(line.length()), alphabet.charAt(random.nextInt(alphabet.length())));
			}
			boolean good = line.toString().matches("[A-Z1./x0-9]*[A-Zx0-9.]+ /[!-~]* HTTP/1\\.[0-9]\r\n")
					&& line.toString().matches("[^/:]+ /[^\r\n]*\r\n");
			try (Heads lane = Heads.hot(StrictMode.ENFORCE)) {
				int status = lane.send(line + HOST + "\r\n", random).status();
				assertThat(status == 200).as("%s -> %d", LogText.printable(line.toString()), status).isEqualTo(good);
			}
		}
	}

}
