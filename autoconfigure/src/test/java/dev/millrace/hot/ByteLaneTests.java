package dev.millrace.hot;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import dev.millrace.connection.ConnectionState;
import dev.millrace.exchange.ByteRoute;
import dev.millrace.exchange.ExchangeListener;
import dev.millrace.exchange.syntax.StrictMode;
import dev.millrace.hot.timing.HotTimers;
import io.netty.buffer.ByteBuf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the byte lane answers, what it leaves to the object lane, and why.
 */
class ByteLaneTests {

	private static final String GET = "GET /plaintext HTTP/1.1\r\nHost: test\r\n\r\n";

	private final LaneServer server = new LaneServer(LaneServer.Config.of(StrictMode.AUTO), true);

	@Test
	void onlyTheFirstRequestToAConstantRouteIsAnExchange() {
		try (LaneServer.Client client = this.server.connect()) {
			client.send(GET).send(GET + GET + GET);
			assertThat(client.received().split("Hello, World!", -1)).hasSize(5);
			assertThat(client.worker().requests()).isEqualTo(4);
			assertThat(client.worker().responses().get(2)).isEqualTo(4);
			assertThat(client.connection().state()).isEqualTo(ConnectionState.KEEP_ALIVE);
			assertThat(client.worker().illegalTransitions()).isZero();
		}
		assertThat(this.server.exchanges()).isOne();
		assertThat(this.server.counts()).containsEntry("GET /plaintext", "4/0");
	}

	@Test
	void aBatchIsAnsweredWithOneWrite() {
		try (LaneServer.Client client = this.server.connect()) {
			client.send(GET).received();
			client.send(GET.repeat(16));
			ByteBuf joined = client.channel().readOutbound();
			assertThat(joined.toString(StandardCharsets.US_ASCII).split("Hello, World!", -1)).hasSize(17);
			joined.release();
			ByteBuf more = client.channel().readOutbound();
			assertThat(more).isNull();
		}
	}

	@Test
	void batchesMayBeLongerThanWhatIsLookedAtInOnePiece() {
		String padded = "GET /plaintext HTTP/1.1\r\nHost: test\r\nX: " + "x".repeat(3000) + "\r\n\r\n";
		try (LaneServer.Client client = this.server.connect()) {
			client.send(GET).send(padded.repeat(10) + GET);
			assertThat(client.received().split("Hello, World!", -1)).hasSize(13);
		}
		assertThat(this.server.exchanges()).isOne();
	}

	@ParameterizedTest
	@ValueSource(strings = { "Connection: close", "Upgrade: h2c", "Expect: 100-continue", "Content-Length: 0",
			"Transfer-Encoding: chunked", "TE: trailers", "Trailer: X", "Sec-WebSocket-Key1: 1",
			"Sec-WebSocket-Key2: 1", "Host: test", "Connection: keep-alive\r\nConnection: keep-alive", "X : y",
			"X: a\r\n b", "X: \u00fc", "X: a\tb", "X(): y", "Connection: keep-alive, upgrade" })
	void whatIsNotPlainIsLeftToTheParser(String field) {
		try (LaneServer.Client client = this.server.connect()) {
			client.send(GET).send("GET /plaintext HTTP/1.1\r\nHost: test\r\n" + field + "\r\n\r\n");
			assertThat(this.server.exchanges() + client.worker().responses().get(4)).isEqualTo(2);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "GET /plaintext HTTP/1.1\r\nhOST:test:80\r\nCONNECTION: Keep-Alive\r\n\r\n",
			"GET /plaintext?q=1 HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: a=b; c=d\r\nEmpty:\r\n\r\n" })
	void plainRequestsComeInMoreThanOneShape(String request) {
		try (LaneServer.Client client = this.server.connect()) {
			client.send(GET).send(request);
			assertThat(client.received().split("Hello, World!", -1)).hasSize(3);
		}
		assertThat(this.server.exchanges()).isOne();
	}

	@Test
	void aPartialHeadIsLeftToTheParserFromItsFirstByte() {
		try (LaneServer.Client client = this.server.connect()) {
			client.send(GET).send(GET + GET.substring(0, 3));
			client.send(GET.substring(3));
			assertThat(client.received().split("Hello, World!", -1)).hasSize(4);
		}
		assertThat(this.server.exchanges()).isEqualTo(2);
	}

	@Test
	void aTunnelIsNotLookedInto() {
		try (LaneServer.Client client = this.server.connect()) {
			client.send(GET).send("CONNECT tunnel:1 HTTP/1.1\r\nHost: tunnel:1\r\n\r\n").received();
			client.send(GET);
			assertThat(client.received()).doesNotContain("Hello, World!Hello, World!");
			assertThat(client.passed()).contains("CONNECT tunnel:1", "GET /plaintext");
		}
	}

	@Test
	void aRouteThatIsRemovedIsNotAnsweredAnyMore() {
		try (LaneServer.Client client = this.server.connect()) {
			client.send(GET).send(GET);
			this.server.routes()
				.all()
				.stream()
				.filter((route) -> route.pattern().equals("/plaintext"))
				.forEach(this.server.routes()::unregister);
			client.send(GET);
			assertThat(client.passed()).contains("GET /plaintext");
		}
	}

	@Test
	void eachDurationIsHandedOver() {
		List<Long> durations = new ArrayList<>();
		HotRequestListener listener = new HotRequestListener((end) -> durations::add);
		HotRoutes routes = new HotRoutes("", HotJson.NONE);
		routes.register(HotRoute.get("/plaintext").permitAll().respond(HotResponse.text("Hello, World!")));
		HotByteLane lane = new HotByteLane(routes, listener, List.of(listener), HotObserver.NONE);
		try (HotPipeline pipeline = HotPipeline.onBytes(routes, lane, listener)) {
			ByteBuf requests = HotPipeline.get("/plaintext", 16);
			for (int i = 0; i < 100; i++) {
				pipeline.read(requests);
			}
			requests.release();
			pipeline.passSeconds(1);
		}
		assertThat(durations).hasSize(1600).allMatch((nanos) -> nanos > 0);
		assertThat(routes.snapshots().get(0).requests()).isEqualTo(1600);
		assertThat(routes.snapshots().get(0).latency().count()).isBetween(80L, 200L);
	}

	@Test
	void basePathsApply() {
		HotRequestListener listener = new HotRequestListener(HotTimers.NONE);
		HotRoutes routes = new HotRoutes("/app", HotJson.NONE);
		routes.register(HotRoute.get("/a").permitAll().respond(HotResponse.text("a")));
		HotByteLane lane = new HotByteLane(routes, listener, List.of(listener), HotObserver.NONE);
		try (HotPipeline pipeline = HotPipeline.onBytes(routes, lane, listener)) {
			ByteBuf requests = HotPipeline.get("/app/a", 3);
			pipeline.read(requests);
			requests.release();
		}
		assertThat(routes.snapshots().get(0).requests()).isEqualTo(3);
		byte[] target = "/app/a".getBytes(StandardCharsets.US_ASCII);
		assertThat(lane.find(target, 0, target.length, false)).isNotNull();
		assertThat(lane.find(target, 0, target.length, true)).isNull();
	}

	@Test
	void theEndpointSaysWhoAnswersAndWhy() {
		assertThat(this.server.snapshots()).filteredOn((route) -> route.lane().equals("byte"))
			.extracting(HotRouteSnapshot::pattern)
			.contains("/plaintext", "/immediate", "/raw", "/hello/{name}", "/head")
			.doesNotContain("/secret");
		assertThat(because(route("/a").authorize((request) -> null))).isEqualTo("its authorizer looks at each request");
		assertThat(because(route("/a").observe())).isNull();
		assertThat(because(HotRoute.post("/a"))).isEqualTo("it takes a body");
		assertThat(because(HotRoute.delete("/a"))).isEqualTo("it is neither for GET nor for HEAD");
		HotRoute later = HotRoute.get("/a").handleAsync((request) -> Mono.empty());
		assertThat(leaves(later, HotObserver.NONE)).isEqualTo("it does not answer at once");
	}

	@Test
	void aListenerIsToldAboutEachConstantRequest() {
		HotRequestListener listener = new HotRequestListener(HotTimers.NONE);
		List<String> told = new ArrayList<>();
		ExchangeListener log = (exchange, outcome) -> told.add(exchange + " " + exchange.status() + " " + outcome);
		HotRoutes routes = new HotRoutes("", HotJson.NONE);
		routes.register(HotRoute.get("/a").permitAll().respond(HotResponse.text("a")));
		HotByteLane lane = new HotByteLane(routes, listener, List.of(listener, log), HotObserver.NONE);
		try (HotPipeline pipeline = HotPipeline.onBytes(routes, lane, listener, log)) {
			ByteBuf requests = HotPipeline.get("/a", 16);
			pipeline.read(requests);
			requests.release();
		}
		assertThat(told).hasSize(16).containsOnly("GET /a 200 ANSWERED");
		assertThat(routes.snapshots().get(0).requests()).isEqualTo(16);
		byte[] target = "/a".getBytes(StandardCharsets.US_ASCII);
		assertThat(lane.find(target, 0, target.length, false)).isSameAs(ByteRoute.EXCHANGE);
	}

	@Test
	void observersKeepARouteOnTheObjectLane() {
		HotRoute route = route("/a").respond(HotResponse.text("a"));
		assertThat(leaves(route, (exchange, observed) -> null)).isEqualTo("its requests are observed");
		assertThat(leaves(route, HotObserver.NONE)).isNull();
	}

	private static HotRouteBuilder route(String path) {
		return HotRoute.get(path).permitAll();
	}

	private String because(HotRouteBuilder route) {
		return leaves(route.respond(HotResponse.text("a")), HotObserver.NONE);
	}

	private static String leaves(HotRoute route, HotObserver observer) {
		HotRoutes routes = new HotRoutes("", HotJson.NONE);
		return new HotByteLane(routes, new HotRequestListener(HotTimers.NONE), List.of(), observer).leaves(route);
	}

}
