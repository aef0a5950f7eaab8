package dev.millrace.sample;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.util.ClassUtils;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.socket.WebSocketMessage;
import org.springframework.web.reactive.socket.client.ReactorNettyWebSocketClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What takes a real server to see, on top of the answers of its routes.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
abstract class AbstractServerTests extends AbstractRoutesTests {

	@LocalServerPort
	private int port;

	@Test
	void rawReturnsTheRequestLine() {
		assertThat(get("/raw").getResponseBodyContent()).asString(StandardCharsets.US_ASCII)
			.isEqualTo("GET /raw HTTP/1.1");
		assertThat(get("/raw?a=%20b").getResponseBodyContent()).asString(StandardCharsets.US_ASCII)
			.isEqualTo("GET /raw?a=%20b HTTP/1.1");
	}

	@Test
	void slowHoldsNoWorker() {
		int requests = 200;
		WebClient client = WebClient.create("http://localhost:" + this.port);
		Flux<String> answers = Flux.range(0, requests)
			.flatMap((i) -> client.get().uri("/slow?ms=500").retrieve().bodyToMono(String.class), requests);
		StepVerifier.create(answers).expectNextCount(requests).expectComplete().verify(Duration.ofSeconds(15));
	}

	@Test
	void webSocketEchoesTextAndBytes() {
		Sinks.One<List<String>> received = Sinks.one();
		StepVerifier
			.create(new ReactorNettyWebSocketClient().execute(URI.create("ws://localhost:" + this.port + "/ws/echo"),
					(session) -> session
						.send(Flux.just(session.textMessage("one"), session.textMessage("two"),
								session.binaryMessage((factory) -> factory.wrap(new byte[] { 'b' }))))
						.thenMany(session.receive()
							.take(3)
							.map((message) -> message.getType() + " " + message.getPayloadAsText()))
						.collectList()
						.doOnNext(received::tryEmitValue)
						.then(session.close())))
			.expectComplete()
			.verify(Duration.ofSeconds(20));
		assertThat(received.asMono().block(Duration.ZERO)).containsExactly(WebSocketMessage.Type.TEXT + " one",
				WebSocketMessage.Type.TEXT + " two", WebSocketMessage.Type.BINARY + " b");
	}

	@Test
	void classPathHasNoIoUring() {
		assertThat(ClassUtils.isPresent("io.netty.channel.epoll.Epoll", null)).isTrue();
		assertThat(ClassUtils.isPresent("io.netty.channel.uring.IoUring", null)).isFalse();
	}

}
