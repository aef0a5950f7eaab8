package dev.millrace.autoconfigure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import dev.millrace.connection.ConnectionRegistry;
import dev.millrace.hot.EndlessResponses;
import dev.millrace.hot.HotResponse;
import dev.millrace.hot.HotRoute;
import dev.millrace.testing.FrameClient;
import dev.millrace.testing.FrameClient.Frame;
import dev.millrace.testing.RawClient;
import dev.millrace.testing.RawClient.Response;
import dev.millrace.testing.Requests;
import dev.millrace.transport.drain.Drain;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.reactive.handler.SimpleUrlHandlerMapping;
import org.springframework.web.reactive.socket.WebSocketHandler;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.awaitility.Awaitility.await;

/**
 * A server that shuts down while its clients go on.
 */
@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class DrainTests {

	/** What Spring and Reactor Netty log when a stream ends with an error. */
	private static final String[] ERRORS_OF_STREAMS = { "HttpWebHandlerAdapter", "Error finishing response",
			"already committed" };

	private static final String LONG = "1h";

	private final List<AutoCloseable> clients = new ArrayList<>();

	private ConfigurableApplicationContext context;

	private int port;

	private Drain drain;

	private ConnectionRegistry registry;

	@AfterEach
	void stop() throws Exception {
		for (AutoCloseable client : this.clients) {
			client.close();
		}
		if (this.context != null) {
			this.context.close();
		}
	}

	@Test
	void duringTheDelayAllIsServedAsBeforeButReadinessIsDown() throws Exception {
		start("delay=2s");
		RawClient client = client();
		assertThat(client.get("/health").read().status()).isEqualTo(200);
		CompletableFuture<Void> closed = shutDown();
		await().until(() -> client.get("/health").read().status() == 503);
		assertThat(client().get("/controller").read().has("connection: close")).isFalse();
		Response last = client.get("/health").read();
		assertThat(last.status()).isEqualTo(503);
		assertThat(last.has("connection: close")).isFalse();
		assertThat(closed).isNotDone();
		assertThat(closed).succeedsWithin(Duration.ofSeconds(10));
	}

	@ParameterizedTest
	@ValueSource(strings = { "/constant", "/hot/1", "/later", "/controller", "/missing" })
	void theNextAnswerIsTheLastOfItsConnection(String path) {
		start("idle-grace=" + LONG);
		RawClient client = client();
		assertThat(client.get(path).read().has("connection: close")).isFalse();
		CompletableFuture<Void> closed = shutDown();
		awaitRefusal();
		assertThat(closed).isNotDone();
		assertThat(client.get(path).read().has("connection: close")).isTrue();
		assertThat(client.closed()).isTrue();
		assertThat(closed).succeedsWithin(Duration.ofSeconds(10));
	}

	@Test
	void anIdleConnectionIsClosedAfterItsGrace() {
		start("idle-grace=1s");
		RawClient silent = client();
		RawClient idle = client();
		assertThat(idle.get("/constant").read().status()).isEqualTo(200);
		CompletableFuture<Void> closed = shutDown();
		awaitRefusal();
		long start = System.nanoTime();
		assertThat(idle.closed()).isTrue();
		assertThat(silent.closed()).isTrue();
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(Duration.ofMillis(500),
				Duration.ofMillis(5000));
		assertThat(closed).succeedsWithin(Duration.ofSeconds(10));
	}

	@ParameterizedTest
	@ValueSource(strings = { "/held", "/held-controller" })
	void requestsInFlightAreFinished(String path) {
		start("idle-grace=0s");
		Application application = this.context.getBean(Application.class);
		RawClient client = client().get(path);
		await().until(() -> application.arrived.get() == 1);
		CompletableFuture<Void> closed = shutDown();
		awaitRefusal();
		application.held.countDown();
		Response answer = client.read();
		assertThat(answer.body()).isEqualTo("held");
		assertThat(answer.has("connection: close")).isTrue();
		assertThat(closed).succeedsWithin(Duration.ofSeconds(10));
		assertThat(this.drain.cutRequests()).isZero();
	}

	@Test
	void aHeadThatIsOnItsWayIsWaitedFor() {
		start("idle-grace=0s");
		RawClient client = client();
		assertThat(client.get("/constant").read().status()).isEqualTo(200);
		client.send("GET /constant HTTP/1.1\r\nHo");
		awaitState("READING");
		CompletableFuture<Void> closed = shutDown();
		awaitRefusal();
		assertThat(client.send("st: test\r\n\r\n").read().has("connection: close")).isTrue();
		assertThat(closed).succeedsWithin(Duration.ofSeconds(10));
	}

	/** Its head said nothing of a close, so the client may send its next request. */
	@Test
	void anAnswerThatHadBegunIsNotTheLast() {
		start("idle-grace=2s");
		Application application = this.context.getBean(Application.class);
		RawClient client = client().get("/half");
		await().until(() -> application.arrived.get() == 1);
		Response head = client.readHead();
		assertThat(head.has("connection: close")).isFalse();
		CompletableFuture<Void> closed = shutDown();
		awaitRefusal();
		application.held.countDown();
		String chunks = "4\r\nhalf\r\n4\r\nheld\r\n0\r\n\r\n";
		assertThat(client.bytes(chunks.length())).isEqualTo(chunks);
		assertThat(client.get("/constant").read().has("connection: close")).isTrue();
		assertThat(closed).succeedsWithin(Duration.ofSeconds(10));
	}

	@Test
	void whatWaitsInTheAcceptQueueIsServed() {
		start("idle-grace=" + LONG, "--millrace.connections.max=1");
		RawClient first = client();
		assertThat(first.get("/constant").read().status()).isEqualTo(200);
		RawClient waiting = client().get("/hot/waiting");
		assertThat(first.get("/controller").read().status()).isEqualTo(200);
		CompletableFuture<Void> closed = shutDown();
		assertThat(waiting.read().body()).isEqualTo("waiting");
		awaitRefusal();
		assertThat(waiting.get("/hot/again").read().has("connection: close")).isTrue();
		assertThat(first.get("/constant").read().has("connection: close")).isTrue();
		assertThat(closed).succeedsWithin(Duration.ofSeconds(10));
	}

	/** As devtools restarts: in less than the two seconds that such a client has else. */
	@ParameterizedTest
	@ValueSource(strings = { "/events", "/hot-events" })
	void aClientThatKeepsItsSideOpenDoesNotHoldAShutdownWithoutGrace(String path) {
		start("idle-grace=0s", "stream-timeout=0s");
		assertThat(client().get(path).readHead().status()).isEqualTo(200);
		client().get("/constant").read();
		assertThat(shutDown()).succeedsWithin(Duration.ofMillis(1500));
	}

	@ParameterizedTest
	@ValueSource(strings = { "/events", "/hot-events" })
	void eventStreamsAreEnded(String path, CapturedOutput output) {
		start("idle-grace=0s", "stream-timeout=500ms");
		Application application = this.context.getBean(Application.class);
		RawClient client = client().get(path);
		await().until(() -> application.arrived.get() > 2);
		CompletableFuture<Void> closed = shutDown();
		assertThat(client.read().body()).startsWith("data:").endsWith("\n\n");
		assertThat(client.closed()).isTrue();
		assertThat(closed).succeedsWithin(Duration.ofSeconds(10));
		assertThat(application.cancelled).hasValue(1);
		assertThat(output).doesNotContain(ERRORS_OF_STREAMS);
		assertThat(this.drain.cutRequests()).isZero();
	}

	@Test
	void aWebSocketIsToldThatTheServerGoesAway() {
		start("idle-grace=0s", "stream-timeout=500ms");
		RawClient client = client().send("GET /ws HTTP/1.1\r\nHost: test\r\nUpgrade: websocket\r\n"
				+ "Connection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n");
		assertThat(client.readHead().status()).isEqualTo(101);
		CompletableFuture<Void> closed = shutDown();
		assertThat(client.bytes(4)).startsWith("\u0088").endsWith("\u0003\u00e9");
		assertThat(client.closed()).isTrue();
		assertThat(closed).succeedsWithin(Duration.ofSeconds(10));
		assertThat(this.drain.cutRequests()).isZero();
	}

	@Test
	void http2ClientsHearOfItBeforeTheyAreRefused() throws IOException {
		start("idle-grace=500ms", "--server.http2.enabled=true");
		Application application = this.context.getBean(Application.class);
		FrameClient client = frameClient();
		client.get(1, "/held");
		await().until(() -> application.arrived.get() == 1);
		CompletableFuture<Void> closed = shutDown();
		assertThat(client.next(FrameClient.GOAWAY, 0).number()).isEqualTo(Integer.MAX_VALUE);
		assertThat(client.get(3, "/hot/3").body(3)).isEqualTo("3");
		assertThat(client.get(5, "/controller").body(5)).isEqualTo("controller");
		Frame last = client.next(FrameClient.GOAWAY, 0);
		assertThat(last.number()).isEqualTo(5);
		assertThat(closed).isNotDone();
		application.held.countDown();
		assertThat(client.body(1)).isEqualTo("held");
		assertThat(client.closed()).isTrue();
		assertThat(closed).succeedsWithin(Duration.ofSeconds(10));
	}

	@ParameterizedTest
	@ValueSource(strings = { "/hot-endless", "/twin-endless", "/marked", "/typed" })
	void answersThatAreSaidToBeEndlessAreEnded(String path, CapturedOutput output) {
		start("idle-grace=0s", "stream-timeout=500ms", "endless-types=text/event-stream,application/x-ticks");
		Application application = this.context.getBean(Application.class);
		RawClient client = client().get(path);
		await().until(() -> application.arrived.get() > 2);
		CompletableFuture<Void> closed = shutDown();
		Response answer = client.read();
		assertThat(answer.has("x-accel-buffering: no")).isTrue();
		assertThat(answer.body()).startsWith("tick");
		assertThat(client.closed()).isTrue();
		assertThat(closed).succeedsWithin(Duration.ofSeconds(10));
		assertThat(application.cancelled).hasValue(1);
		assertThat(output).doesNotContain(ERRORS_OF_STREAMS);
		assertThat(this.drain.cutRequests()).isZero();
	}

	@Test
	void anAnswerThatMayEndIsNotEnded(CapturedOutput output) {
		start("idle-grace=0s", "stream-timeout=0s", "request-timeout=500ms");
		Application application = this.context.getBean(Application.class);
		RawClient client = client().get("/lines/1");
		await().until(() -> application.arrived.get() > 2);
		assertThat(shutDown()).succeedsWithin(Duration.ofSeconds(10));
		assertThat(client.rest()).contains("x-accel-buffering: no").doesNotEndWith("0\r\n\r\n");
		assertThat(this.drain.cutRequests()).isEqualTo(1);
		assertThat(output).contains("by route: {/lines/{id}=1}");
	}

	@Test
	void aBadMediaTypeStopsTheStart(CapturedOutput output) {
		assertThatException().isThrownBy(() -> start("endless-types=application/json;charset=utf-8"));
		assertThat(output.getOut()).contains("millrace.drain.endless-types").contains("must be a media type");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/events", "/hot-events" })
	void eventStreamsOfHttp2AreEnded(String path, CapturedOutput output) throws IOException {
		start("idle-grace=0s", "stream-timeout=500ms", "--server.http2.enabled=true");
		Application application = this.context.getBean(Application.class);
		FrameClient client = frameClient();
		client.get(1, path);
		await().until(() -> application.arrived.get() > 2);
		CompletableFuture<Void> closed = shutDown();
		assertThat(client.body(1)).startsWith("data:").endsWith("\n\n");
		assertThat(client.closed()).isTrue();
		assertThat(closed).succeedsWithin(Duration.ofSeconds(10));
		assertThat(application.cancelled).hasValue(1);
		assertThat(output).doesNotContain(ERRORS_OF_STREAMS);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/events", "/hot-events" })
	void anEventStreamWhoseClientReadsNothingIsCancelledWithoutAnError(String path, CapturedOutput output) {
		start("idle-grace=0s", "stream-timeout=0s", "--server.http2.enabled=true");
		Application application = this.context.getBean(Application.class);
		FrameClient client = new FrameClient(this.port, 20);
		this.clients.add(client);
		client.get(1, path);
		await().until(() -> application.arrived.get() > 5);
		CompletableFuture<Void> closed = shutDown();
		await().until(() -> application.cancelled.get() == 1);
		assertThat(closed).isNotDone();
		assertThat(client.allow(1, 1_000_000).body(1)).startsWith("data:").endsWith("\n\n");
		assertThat(client.closed()).isTrue();
		assertThat(closed).succeedsWithin(Duration.ofSeconds(10));
		assertThat(output).doesNotContain(ERRORS_OF_STREAMS);
	}

	@Test
	void whatTakesTooLongIsCutOffCountedAndLogged(CapturedOutput output) {
		start("idle-grace=0s", "request-timeout=300ms");
		Application application = this.context.getBean(Application.class);
		RawClient hot = client().get("/held");
		RawClient controller = client().get("/held-controller");
		await().until(() -> application.arrived.get() == 2);
		CompletableFuture<Void> closed = shutDown();
		assertThat(hot.closed()).isTrue();
		assertThat(controller.closed()).isTrue();
		assertThat(closed).succeedsWithin(Duration.ofSeconds(10));
		assertThat(this.drain.cutRequests()).isEqualTo(2);
		assertThat(output).contains("Cut off 2 requests that were in flight, by route: {/held=1, /held-controller=1}");
		application.held.countDown();
	}

	@Test
	void springsTimeoutCutsOffToo(CapturedOutput output) {
		start("idle-grace=0s", "--spring.lifecycle.timeout-per-shutdown-phase=300ms");
		Application application = this.context.getBean(Application.class);
		RawClient client = client().get("/held");
		await().until(() -> application.arrived.get() == 1);
		assertThat(shutDown()).succeedsWithin(Duration.ofSeconds(10));
		assertThat(client.closed()).isTrue();
		assertThat(this.drain.cutRequests()).isEqualTo(1);
		assertThat(output).contains("Cut off 1 requests that were in flight")
			.contains("The drain may take 5 s, but Spring waits 300 ms");
		application.held.countDown();
	}

	@Test
	void anImmediateShutdownDrainsNothing() {
		start("delay=" + LONG, "--server.shutdown=immediate");
		RawClient client = client();
		assertThat(client.get("/constant").read().status()).isEqualTo(200);
		assertThat(shutDown()).succeedsWithin(Duration.ofSeconds(10));
		assertThat(client.closed()).isTrue();
	}

	@ParameterizedTest
	@CsvSource({ "delay", "idle-grace", "stream-timeout", "request-timeout" })
	void aNegativeTimeStopsTheStart(String name, CapturedOutput output) {
		assertThatException().isThrownBy(() -> start(name + "=-1s"));
		assertThat(output.getOut()).contains("APPLICATION FAILED TO START")
			.contains("millrace.drain." + name)
			.contains("must not be negative");
	}

	private void start(String... properties) {
		List<String> arguments = new ArrayList<>();
		for (String property : properties) {
			arguments.add(property.startsWith("--") ? property : "--millrace.drain." + property);
		}
		this.context = new SpringApplicationBuilder(Application.class).web(WebApplicationType.REACTIVE)
			.properties("server.port=0", "spring.reactor.netty.shutdown-quiet-period=0s",
					"millrace.timeouts.request-header=1h")
			.run(arguments.toArray(String[]::new));
		this.port = Requests.port(this.context);
		this.drain = this.context.getBean(Drain.class);
		this.registry = this.context.getBean(ConnectionRegistry.class);
	}

	private CompletableFuture<Void> shutDown() {
		return CompletableFuture.runAsync(this.context::close, (task) -> new Thread(task, "closes").start());
	}

	private RawClient client() {
		RawClient client = new RawClient(this.port);
		this.clients.add(client);
		return client;
	}

	private FrameClient frameClient() {
		FrameClient client = new FrameClient(this.port, 1_000_000);
		this.clients.add(client);
		return client;
	}

	private void awaitState(String state) {
		await().until(() -> this.context.getBean(ConnectionRegistry.class)
			.snapshots(Duration.ofSeconds(1))
			.join()
			.stream()
			.anyMatch((connection) -> connection.state().name().equals(state)));
	}

	/** Waits until no connection is accepted, and each event loop knows of the drain. */
	private void awaitRefusal() {
		await().ignoreException(UncheckedIOException.class).until(() -> {
			try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), this.port)) {
				return !socket.isConnected();
			}
			catch (IOException ex) {
				return true;
			}
		});
		await().until(() -> {
			Queue<Boolean> draining = new ConcurrentLinkedQueue<>();
			this.registry.forEach((connection) -> draining.add(connection.draining())).join();
			return !draining.contains(false);
		});
	}

	@RestController
	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		final AtomicInteger arrived = new AtomicInteger();

		final AtomicInteger cancelled = new AtomicInteger();

		final CountDownLatch held = new CountDownLatch(1);

		@Bean
		HotRoute constant() {
			return HotRoute.get("/constant").permitAll().respond(HotResponse.text("constant"));
		}

		@Bean
		HotRoute hot() {
			return HotRoute.get("/hot/{id}")
				.permitAll()
				.handle((request) -> HotResponse.text(request.pathVariable("id")));
		}

		@Bean
		HotRoute later() {
			return HotRoute.get("/later")
				.permitAll()
				.handleAsync((request) -> Mono.delay(Duration.ofMillis(1)).thenReturn(HotResponse.text("later")));
		}

		@Bean
		HotRoute heldRoute() {
			return HotRoute.get("/held").permitAll().handleAsync((request) -> heldText().map(HotResponse::text));
		}

		@Bean
		HotRoute hotEvents() {
			return HotRoute.get("/hot-events").permitAll().stream("text/event-stream", (request) -> ticks());
		}

		@Bean
		HotRoute hotEndless() {
			return HotRoute.get("/hot-endless").permitAll().endless().stream("text/plain", (request) -> lines());
		}

		@Bean
		HotRoute twinEndless() {
			return HotRoute.get("/twin-endless").endless().stream("text/plain", (request) -> lines());
		}

		/** Leaves routes that do not say who may use them to WebFlux. */
		@Bean
		WebFilter filter() {
			return (exchange, chain) -> chain.filter(exchange);
		}

		@GetMapping("/marked")
		Mono<Void> marked(ServerWebExchange exchange) {
			EndlessResponses.mark(exchange);
			return exchange.getResponse().writeAndFlushWith(buffers().map(Mono::just));
		}

		@GetMapping(path = "/typed", produces = "application/x-ticks")
		Mono<Void> typed(ServerHttpResponse response) {
			response.getHeaders().setContentType(MediaType.valueOf("application/x-ticks"));
			return response.writeAndFlushWith(buffers().map(Mono::just));
		}

		@GetMapping(path = "/lines/{id}", produces = MediaType.APPLICATION_NDJSON_VALUE)
		Mono<Void> lines(ServerHttpResponse response) {
			response.getHeaders().setContentType(MediaType.APPLICATION_NDJSON);
			return response.writeAndFlushWith(buffers().map(Mono::just));
		}

		private Flux<DataBuffer> buffers() {
			return lines().map(DefaultDataBufferFactory.sharedInstance::wrap);
		}

		private Flux<byte[]> lines() {
			return events().map((tick) -> ("tick" + tick + "\n").getBytes(StandardCharsets.US_ASCII));
		}

		@Bean
		HotRoute health(ApplicationAvailability availability) {
			return HotRoute.get("/health")
				.permitAll()
				.handle((request) -> HotResponse
					.status((availability.getReadinessState() == ReadinessState.ACCEPTING_TRAFFIC) ? 200 : 503));
		}

		@Bean
		HandlerMapping webSockets() {
			WebSocketHandler handler = (session) -> session.receive().then();
			return new SimpleUrlHandlerMapping(Map.of("/ws", handler), -1);
		}

		@GetMapping("/controller")
		String controller() {
			return "controller";
		}

		@GetMapping("/held-controller")
		Mono<String> heldController() {
			return heldText();
		}

		@GetMapping("/half")
		Flux<String> half() {
			return Flux.just("half").concatWith(heldText());
		}

		@GetMapping(path = "/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
		Flux<String> events() {
			return Flux.interval(Duration.ofMillis(20))
				.onBackpressureDrop()
				.map(String::valueOf)
				.doOnNext((tick) -> this.arrived.incrementAndGet())
				.doOnCancel(this.cancelled::incrementAndGet);
		}

		private Flux<byte[]> ticks() {
			return events().map((tick) -> ("data:" + tick + "\n\n").getBytes(StandardCharsets.US_ASCII));
		}

		private Mono<String> heldText() {
			this.arrived.incrementAndGet();
			return Mono.fromCallable(() -> {
				this.held.await();
				return "held";
			}).subscribeOn(Schedulers.boundedElastic());
		}

	}

}
