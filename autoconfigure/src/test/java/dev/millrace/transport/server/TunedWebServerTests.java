package dev.millrace.transport.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

import dev.millrace.transport.AcceptorCount;
import dev.millrace.transport.ServerTuning;
import dev.millrace.transport.TransportType;
import dev.millrace.transport.TunedTransport;
import dev.millrace.transport.WorkerCount;
import dev.millrace.transport.WorkerResourceFactory;
import dev.millrace.transport.drain.GracefulDrain;
import dev.millrace.worker.Workers;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.netty.DisposableServer;

import org.springframework.boot.web.server.GracefulShutdownResult;
import org.springframework.boot.web.server.Shutdown;
import org.springframework.boot.web.server.WebServer;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class TunedWebServerTests {

	private final TunedTransport transport = TunedTransport.select(new ServerTuning(TransportType.AUTO,
			WorkerCount.parse("2", 2), AcceptorCount.parse("workers", 2), false, Map.of()));

	private final WorkerResourceFactory resources = new WorkerResourceFactory(
			() -> this.transport.newWorkers(new Workers()), Duration.ZERO);

	private final Sinks.Empty<Void> answer = Sinks.empty();

	private final BlockingQueue<String> requests = new LinkedBlockingQueue<>();

	private WebServer server;

	@AfterEach
	void stop() {
		if (this.server != null) {
			this.server.stop();
		}
		this.resources.stop();
	}

	@Test
	void aStartIsMadeOnce() {
		start(Shutdown.GRACEFUL, ServerHooks.none());
		int port = this.server.getPort();
		this.server.start();
		assertThat(this.server.getPort()).isEqualTo(port);
		assertThat(((TunedWebServer) this.server).listeners()).hasSize(2);
	}

	@Test
	void aStoppedServerHasNoPort() {
		start(Shutdown.GRACEFUL, ServerHooks.none());
		this.server.stop();
		assertThat(this.server.getPort()).isEqualTo(-1);
		assertThat(((TunedWebServer) this.server).listeners()).isEmpty();
		this.server.stop();
	}

	@Test
	void theGracefulShutdownWaitsForARequest() throws Exception {
		start(Shutdown.GRACEFUL, ServerHooks.none());
		int port = this.server.getPort();
		try (Socket socket = request(port)) {
			CompletableFuture<GracefulShutdownResult> result = shutDown();
			awaitRefusal(port);
			assertThat(result).isNotDone();
			this.answer.tryEmitEmpty();
			assertThat(result.get(10, TimeUnit.SECONDS)).isEqualTo(GracefulShutdownResult.IDLE);
			assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
				.startsWith("HTTP/1.1 200");
		}
	}

	@Test
	void theGracefulShutdownEndsIdleConnectionsOfEveryListener() throws Exception {
		start(Shutdown.GRACEFUL, ServerHooks.none());
		assertThat(shutDown().get(10, TimeUnit.SECONDS)).isEqualTo(GracefulShutdownResult.IDLE);
		assertThat(((TunedWebServer) this.server).listeners()).noneMatch((listener) -> listener.isOpen());
	}

	@Test
	void aStopEndsTheGracefulShutdown() throws Exception {
		start(Shutdown.GRACEFUL, ServerHooks.none());
		int port = this.server.getPort();
		try (Socket socket = request(port)) {
			CompletableFuture<GracefulShutdownResult> result = shutDown();
			awaitRefusal(port);
			this.server.stop();
			assertThat(result.get(10, TimeUnit.SECONDS)).isEqualTo(GracefulShutdownResult.REQUESTS_ACTIVE);
			assertThat(socket.isConnected()).isTrue();
		}
	}

	@Test
	void theImmediateShutdownDoesNotWait() throws Exception {
		start(Shutdown.IMMEDIATE, ServerHooks.none());
		assertThat(shutDown().get(10, TimeUnit.SECONDS)).isEqualTo(GracefulShutdownResult.IMMEDIATE);
	}

	@Test
	void theLifecycleTimeoutBoundsTheStop() throws Exception {
		start(Shutdown.IMMEDIATE, ServerHooks.none());
		try (Socket socket = request(this.server.getPort())) {
			long start = System.nanoTime();
			this.server.stop();
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
			assertThat(socket.isConnected()).isTrue();
		}
	}

	@Test
	void anotherDrainTakesOver() throws Exception {
		RecordingDrain drain = new RecordingDrain();
		start(Shutdown.GRACEFUL, new ServerHooks(UnaryOperator.identity(), (listener, tls) -> {
		}, drain));
		assertThat(shutDown().get(10, TimeUnit.SECONDS)).isEqualTo(GracefulShutdownResult.REQUESTS_ACTIVE);
		this.server.stop();
		assertThat(drain.calls).containsExactly("drain 2", "abort");
		assertThat(this.server.getPort()).isEqualTo(-1);
	}

	private void start(Shutdown shutdown, ServerHooks hooks) {
		TunedServerFactory factory = new TunedServerFactory(this.transport, hooks);
		factory.setPort(0);
		factory.setShutdown(shutdown);
		factory.setLifecycleTimeout(Duration.ofSeconds(1));
		factory.setResourceFactory(this.resources);
		this.server = factory.getWebServer(this::handle);
		this.server.start();
	}

	private Mono<Void> handle(ServerHttpRequest request, ServerHttpResponse response) {
		this.requests.add(request.getPath().value());
		return this.answer.asMono().then(Mono.defer(response::setComplete));
	}

	private Socket request(int port) throws Exception {
		Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
		socket.setSoTimeout(10_000);
		socket.getOutputStream()
			.write("GET /held HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
				.getBytes(StandardCharsets.US_ASCII));
		assertThat(this.requests.poll(10, TimeUnit.SECONDS)).isEqualTo("/held");
		return socket;
	}

	private CompletableFuture<GracefulShutdownResult> shutDown() {
		CompletableFuture<GracefulShutdownResult> result = new CompletableFuture<>();
		this.server.shutDownGracefully(result::complete);
		return result;
	}

	private static void awaitRefusal(int port) {
		Awaitility.await()
			.untilAsserted(() -> assertThatExceptionOfType(IOException.class)
				.isThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), port).close()));
	}

	/** Says at once that requests are left. */
	private static final class RecordingDrain implements GracefulDrain {

		private final BlockingQueue<String> calls = new LinkedBlockingQueue<>();

		@Override
		public CompletionStage<Boolean> drain(List<DisposableServer> listeners) {
			this.calls.add("drain " + listeners.size());
			return CompletableFuture.completedFuture(false);
		}

		@Override
		public void abort() {
			this.calls.add("abort");
		}

	}

}
