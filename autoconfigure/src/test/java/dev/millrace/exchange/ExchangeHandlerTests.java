package dev.millrace.exchange;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import dev.millrace.connection.KeepAlive;
import dev.millrace.testing.PipelineServer;
import dev.millrace.testing.RawClient;
import dev.millrace.worker.Workers;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.HttpClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The pipeline on a real server with real clients.
 */
@Timeout(60)
public class ExchangeHandlerTests {

	public static final ExchangeFilter HOT = new HotFilter();

	/** Answers some paths in all the ways there are, as hot routes will. */
	private static final class HotFilter implements ExchangeFilter {

		private static final PreparedResponse HELLO = PreparedResponse.of(200,
				new DefaultHttpHeaders().set("content-type", "text/plain"), "hello".getBytes(StandardCharsets.UTF_8));

		@Override
		public Set<Need> needs() {
			return Set.of(Need.HEAD, Need.BODY);
		}

		@Override
		public Verdict onRequest(Exchange exchange) {
			return switch (exchange.path()) {
				case "/hot" -> HELLO;
				case "/hot-later" -> {
					Suspension suspension = exchange.suspend(Duration.ofSeconds(10));
					exchange.connection()
						.channel()
						.eventLoop()
						.schedule(() -> suspension.resume(HELLO), 5, TimeUnit.MILLISECONDS);
					yield suspension;
				}
				case "/hot-now" -> {
					Suspension suspension = exchange.suspend(Duration.ofSeconds(10));
					suspension.resume(HELLO);
					yield suspension;
				}
				case "/hot-full" -> new Answer.Full(200, new DefaultHttpHeaders(),
						Unpooled.copiedBuffer("full", StandardCharsets.UTF_8));
				case "/hot-stream" -> new Answer.Stream(200, new DefaultHttpHeaders(),
						Flux.just("a", "b", "c").map((text) -> Unpooled.copiedBuffer(text, StandardCharsets.UTF_8)));
				case "/hot-echo" -> Verdict.body(16);
				case "/hot-close" -> Verdict.CLOSE;
				case "/hot-broken" -> throw new IllegalStateException("broken");
				case "/hot-raw" -> new Answer.Raw(Unpooled.copiedBuffer(
						"HTTP/1.1 200 OK\r\nContent-Length: 3\r\nX-Raw: yes\r\n\r\nraw", StandardCharsets.UTF_8));
				case "/hot-late" -> exchange.suspend(Duration.ofMillis(50));
				default -> Verdict.PASS;
			};
		}

		@Override
		public Verdict onBody(Exchange exchange, ByteBuf body) {
			return new Answer.Full(200, new DefaultHttpHeaders(), body.retain());
		}

	}

	@Test
	void hotAndColdRequestsShareAConnection() {
		try (PipelineServer server = PipelineServer.with(HOT); RawClient client = new RawClient(server.port())) {
			for (int i = 0; i < 500; i++) {
				assertThat(client.get("/cold").read().body()).isEqualTo("cold");
				assertThat(client.get("/hot").read().body()).isEqualTo("hello");
				assertThat(client.get("/stream").read().body()).isEqualTo("onetwothree");
				assertThat(client.get("/hot-stream").read().body()).isEqualTo("abc");
				assertThat(client.get("/hot-full").read().body()).isEqualTo("full");
				assertThat(client.get("/hot-now").read().body()).isEqualTo("hello");
				assertThat(client.get("/hot-raw").read().body()).isEqualTo("raw");
			}
			assertThat(client.get("/hot-later").read().body()).isEqualTo("hello");
			assertThat(client.get("/hot-broken").read().status()).isEqualTo(500);
			assertThat(client.get("/hot-late").read().status()).isEqualTo(503);
			assertThat(client.get("/empty").read().status()).isEqualTo(204);
			assertThat(client.get("/cold").read().body()).isEqualTo("cold");
			assertThat(server.installer().pipeline()).isEqualTo("millrace");
			assertThat(Workers.total(server.workers().snapshots()).requests()).isEqualTo(3505);
		}
	}

	@Test
	void pipelinedRequestsAreAnsweredInOrder() {
		String[] paths = { "/slow/30", "/hot", "/cold", "/hot-later", "/hot", "/stream", "/hot-stream", "/hot-now",
				"/cold", "/cold", "/hot-full", "/empty", "/hot" };
		String[] bodies = { "slow", "hello", "cold", "hello", "hello", "onetwothree", "abc", "hello", "cold", "cold",
				"full", "", "hello" };
		StringBuilder requests = new StringBuilder();
		for (int i = 0; i < 20; i++) {
			for (String path : paths) {
				requests.append("GET ").append(path).append(" HTTP/1.1\r\nHost: test\r\n\r\n");
			}
		}
		try (PipelineServer server = PipelineServer.with(HOT); RawClient client = new RawClient(server.port())) {
			client.send(requests.toString());
			for (int i = 0; i < 20; i++) {
				for (int j = 0; j < paths.length; j++) {
					assertThat(client.read().body()).as("%d: %s", i, paths[j]).isEqualTo(bodies[j]);
				}
			}
			server.awaitOutcomes(20 * paths.length);
			assertThat(server.outcomes()).doesNotContain(Outcome.FAILED, Outcome.ABORTED);
		}
	}

	@Test
	void tenThousandRequestsWaitBehindASlowOne() {
		String one = "GET /cold HTTP/1.1\r\nHost: test\r\n\r\n";
		String two = "GET /hot HTTP/1.1\r\nHost: test\r\n\r\n";
		try (PipelineServer server = PipelineServer.with(HOT); RawClient client = new RawClient(server.port())) {
			Thread sender = new Thread(() -> client.get("/slow/300").send((one + two).repeat(5_000)), "sender");
			sender.start();
			assertThat(client.read().body()).isEqualTo("slow");
			for (int i = 0; i < 5_000; i++) {
				assertThat(client.read().body()).isEqualTo("cold");
				assertThat(client.read().body()).isEqualTo("hello");
			}
		}
	}

	@Test
	void bodiesReachHotAndColdHandlers() {
		try (PipelineServer server = PipelineServer.with(HOT); RawClient client = new RawClient(server.port())) {
			for (String path : new String[] { "/echo", "/hot-echo" }) {
				client.send("POST " + path + " HTTP/1.1\r\nHost: test\r\nContent-Length: 5\r\n\r\nhello");
				assertThat(client.read().body()).isEqualTo("hello");
				client.send("POST " + path
						+ " HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n");
				assertThat(client.read().body()).isEqualTo("abcde");
				client.send("POST " + path + " HTTP/1.1\r\nHost: test\r\nContent-Length: 0\r\n\r\n");
				assertThat(client.read().body()).isEmpty();
				client.send("POST " + path + " HTTP/1.1\r\nHost: test\r\nContent-Length: 5\r\n\r\n");
				client.send("wor");
				client.send("ld");
				assertThat(client.read().body()).isEqualTo("world");
			}
			client.send("POST /hot-echo HTTP/1.1\r\nHost: test\r\nContent-Length: 17\r\n\r\n12345678901234567");
			assertThat(client.read().status()).isEqualTo(413);
			assertThat(client.get("/cold").read().body()).isEqualTo("cold");
		}
	}

	@Test
	void anUnreadBodyDoesNotBreakTheConnection() {
		try (PipelineServer server = PipelineServer.with(HOT); RawClient client = new RawClient(server.port())) {
			client.send("POST /hot HTTP/1.1\r\nHost: test\r\nContent-Length: 5\r\n\r\n");
			assertThat(client.read().body()).isEqualTo("hello");
			client.send("12345");
			client.send("POST /early HTTP/1.1\r\nHost: test\r\nContent-Length: 5\r\n\r\n");
			assertThat(client.read().body()).isEqualTo("early");
			client.send("12345");
			assertThat(client.get("/cold").read().body()).isEqualTo("cold");
		}
	}

	@Test
	void aLongUnreadBodyClosesTheConnectionByHalves() {
		try (PipelineServer server = PipelineServer.with(HOT); RawClient client = new RawClient(server.port())) {
			client.send("POST /hot HTTP/1.1\r\nHost: test\r\nContent-Length: 100000000\r\n\r\n");
			client.send(new byte[50_000]);
			assertThat(client.read().body()).isEqualTo("hello");
			client.send(new byte[30_000]);
			assertThat(client.closed()).isTrue();
		}
	}

	@Test
	void headAndOldVersionsAndClose() {
		try (PipelineServer server = PipelineServer.with(HOT)) {
			try (RawClient client = new RawClient(server.port())) {
				client.send("HEAD /hot HTTP/1.1\r\nHost: test\r\n\r\n");
				RawClient.Response head = client.readHead();
				assertThat(head.has("content-length: 5")).isTrue();
				assertThat(client.get("/hot").read().body()).isEqualTo("hello");
				client.send("GET /hot HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
				assertThat(client.read().has("connection: keep-alive")).isTrue();
				client.send("GET /hot HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n");
				RawClient.Response last = client.read();
				assertThat(last.has("connection: close")).isTrue();
				assertThat(client.closed()).isTrue();
			}
			try (RawClient client = new RawClient(server.port())) {
				client.send("GET /hot HTTP/1.0\r\n\r\n");
				assertThat(client.read().body()).isEqualTo("hello");
				assertThat(client.closed()).isTrue();
			}
			try (RawClient client = new RawClient(server.port())) {
				client.send("GET /cold HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n");
				assertThat(client.read().body()).isEqualTo("cold");
				assertThat(client.closed()).isTrue();
			}
			try (RawClient client = new RawClient(server.port())) {
				client.get("/hot-close");
				assertThat(client.closed()).isTrue();
			}
		}
	}

	@Test
	void malformedRequestsAreRefused() {
		try (PipelineServer server = PipelineServer.with(HOT)) {
			refused(server, "GET /cold HTTP/1.1\r\nbad header\r\n\r\n", 400);
			refused(server, "GET /" + "x".repeat(5_000) + " HTTP/1.1\r\nHost: test\r\n\r\n", 414);
			refused(server, "GET / HTTP/1.1\r\nHost: test\r\nX: " + "x".repeat(10_000) + "\r\n\r\n", 431);
			refused(server, "POST /echo HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: chunked\r\n"
					+ "Content-Length: 3\r\n\r\n0\r\n\r\n", 400);
		}
	}

	@Test
	void aChunkWhoseSizeLineIsTooLongIsABadRequest() {
		String head = "POST /echo HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: chunked\r\n\r\n";
		String tooLong = "x".repeat(5_000);
		try (PipelineServer server = PipelineServer.with(HOT)) {
			refused(server, head + "5;" + tooLong + "\r\nhello\r\n0\r\n\r\n", 400);
			refused(server, head + "5;a=" + tooLong, 400);
			refused(server, head + "0".repeat(5_000) + "5\r\nhello\r\n0\r\n\r\n", 400);
			refused(server, head + "5\r\nhello\r\n0;" + tooLong + "\r\n\r\n", 400);
			refused(server, head + "5\r\nhello\r\n0\r\nX: " + "x".repeat(10_000) + "\r\n\r\n", 431);
			refused(server, head + "5\r\nhello\r\n0\r\n" + ("X: " + "x".repeat(900) + "\r\n").repeat(10) + "\r\n", 431);
		}
	}

	private static void refused(PipelineServer server, String request, int status) {
		try (RawClient client = new RawClient(server.port())) {
			client.send(request);
			RawClient.Response response = client.read();
			assertThat(response.status()).isEqualTo(status);
			assertThat(response.has("connection: close")).isTrue();
			assertThat(client.closed()).isTrue();
		}
	}

	@Test
	void expectContinueIsAnsweredByTheApplication() {
		try (PipelineServer server = PipelineServer.with(HOT); RawClient client = new RawClient(server.port())) {
			client.send("POST /echo HTTP/1.1\r\nHost: test\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
			assertThat(client.readHead().status()).isEqualTo(100);
			client.send("hi");
			assertThat(client.read().body()).isEqualTo("hi");
			client.send("POST /hot-echo HTTP/1.1\r\nHost: test\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
			assertThat(client.readHead().status()).isEqualTo(100);
			client.send("ho");
			assertThat(client.read().body()).isEqualTo("ho");
			client.send("POST /hot HTTP/1.1\r\nHost: test\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
			RawClient.Response early = client.read();
			assertThat(early.status()).isEqualTo(200);
			assertThat(early.has("connection: close")).isTrue();
			assertThat(client.closed()).isTrue();
		}
	}

	@Test
	void theLastRequestOfAConnectionSaysSo() {
		KeepAlive three = new KeepAlive(Duration.ZERO, 3, null, 0);
		try (PipelineServer server = new PipelineServer(java.util.List.of(HOT), three, (http) -> http);
				RawClient client = new RawClient(server.port())) {
			assertThat(client.get("/hot").read().has("connection: close")).isFalse();
			assertThat(client.get("/cold").read().has("connection: close")).isFalse();
			assertThat(client.get("/cold").read().has("connection: close")).isTrue();
			assertThat(client.closed()).isTrue();
		}
	}

	@Test
	void idleConnectionsAreClosed() {
		KeepAlive brief = new KeepAlive(Duration.ofMillis(200), -1, null, 0);
		try (PipelineServer server = new PipelineServer(java.util.List.of(HOT), brief, (http) -> http);
				RawClient client = new RawClient(server.port())) {
			assertThat(client.get("/slow/400").read().body()).isEqualTo("slow");
			assertThat(client.get("/hot").read().body()).isEqualTo("hello");
			assertThat(client.closed()).isTrue();
			await().untilAsserted(
					() -> assertThat(Workers.total(server.workers().snapshots()).activeConnections()).isZero());
		}
	}

	@Test
	void webSocketsPass() {
		try (PipelineServer server = PipelineServer.with(HOT)) {
			String answer = HttpClient.create()
				.port(server.port())
				.host("127.0.0.1")
				.websocket()
				.uri("/ws")
				.handle((in, out) -> out.sendString(Mono.just("hi")).then().thenMany(in.receive().asString().take(1)))
				.blockLast(Duration.ofSeconds(10));
			assertThat(answer).isEqualTo("echo hi");
			await().untilAsserted(() -> assertThat(server.outcomes()).containsExactly(Outcome.PASSED));
		}
	}

	@Test
	void http2CarriesHotAndColdStreams() {
		try (PipelineServer server = new PipelineServer(java.util.List.of(HOT), KeepAlive.UNLIMITED,
				(http) -> http.protocol(HttpProtocol.HTTP11, HttpProtocol.H2C))) {
			for (HttpProtocol[] protocols : new HttpProtocol[][] { { HttpProtocol.H2C },
					{ HttpProtocol.HTTP11, HttpProtocol.H2C }, { HttpProtocol.HTTP11 } }) {
				HttpClient client = HttpClient.create().host("127.0.0.1").port(server.port()).protocol(protocols);
				for (int i = 0; i < 50; i++) {
					assertThat(get(client, "/cold")).isEqualTo("cold");
					assertThat(get(client, "/hot")).isEqualTo("hello");
					assertThat(get(client, "/hot-stream")).isEqualTo("abc");
					assertThat(get(client, "/stream")).isEqualTo("onetwothree");
					assertThat(get(client, "/hot-raw")).isEqualTo("raw");
					assertThat(get(client, "/hot-later")).isEqualTo("hello");
					assertThat(post(client, "/echo", "body")).isEqualTo("body");
					assertThat(post(client, "/hot-echo", "body")).isEqualTo("body");
				}
			}
			server.awaitOutcomes(1_200);
			assertThat(server.outcomes()).doesNotContain(Outcome.ABORTED, Outcome.FAILED);
		}
	}

	@Test
	void filtersChangeAndStoreResponses() {
		StringBuilder stored = new StringBuilder();
		ExchangeFilter addsHeader = new ExchangeFilter() {
			@Override
			public Set<Need> needs() {
				return Set.of(Need.RESPONSE_HEAD);
			}

			@Override
			public Answer onResponse(Exchange exchange, ResponseHead head) {
				head.setHeader("x-added", "yes");
				return null;
			}
		};
		ExchangeFilter stores = new ExchangeFilter() {
			private volatile HttpHeaders headers;

			@Override
			public Set<Need> needs() {
				return Set.of(Need.HEAD, Need.RESPONSE_HEAD, Need.RESPONSE_BODY);
			}

			@Override
			public Verdict onRequest(Exchange exchange) {
				exchange.wantResponse();
				return (this.headers == null) ? Verdict.PASS : new Answer.Full(200, this.headers,
						Unpooled.copiedBuffer(stored.toString(), StandardCharsets.UTF_8));
			}

			@Override
			public Answer onResponse(Exchange exchange, ResponseHead head) {
				head.wantBody();
				this.headers = head.copyHeaders().remove("transfer-encoding");
				return null;
			}

			@Override
			public ByteBuf onResponseBody(Exchange exchange, ByteBuf piece) {
				if (stored.length() < 11) {
					stored.append(piece.toString(StandardCharsets.UTF_8));
				}
				return piece;
			}
		};
		for (HttpProtocol protocol : new HttpProtocol[] { HttpProtocol.HTTP11, HttpProtocol.H2C }) {
			stored.setLength(0);
			try (PipelineServer server = new PipelineServer(java.util.List.of(addsHeader, fresh(stores)),
					KeepAlive.UNLIMITED, (http) -> http.protocol(HttpProtocol.HTTP11, HttpProtocol.H2C))) {
				HttpClient client = HttpClient.create().host("127.0.0.1").port(server.port()).protocol(protocol);
				assertThat(get(client, "/stream")).isEqualTo("onetwothree");
				assertThat(stored).hasToString("onetwothree");
				String added = client.get()
					.uri("/stream")
					.responseSingle((response, body) -> Mono.just(response.responseHeaders().get("x-added")))
					.block(Duration.ofSeconds(10));
				assertThat(added).isEqualTo("yes");
				assertThat(get(client, "/anything")).isEqualTo("onetwothree");
			}
		}
	}

	private static ExchangeFilter fresh(ExchangeFilter filter) {
		try {
			java.lang.reflect.Field headers = filter.getClass().getDeclaredField("headers");
			headers.setAccessible(true);
			headers.set(filter, null);
			return filter;
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static String get(HttpClient client, String path) {
		return client.get().uri(path).responseContent().aggregate().asString().block(Duration.ofSeconds(10));
	}

	private static String post(HttpClient client, String path, String body) {
		return client.post()
			.uri(path)
			.send(Mono.fromSupplier(() -> Unpooled.copiedBuffer(body, StandardCharsets.UTF_8)))
			.responseContent()
			.aggregate()
			.asString()
			.block(Duration.ofSeconds(10));
	}

}
