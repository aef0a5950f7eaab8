package dev.millrace.autoconfigure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;

import dev.millrace.connection.ConnectionRegistry;
import dev.millrace.testing.RawClient;
import dev.millrace.testing.Requests;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.ConfigDataApplicationContextInitializer;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.server.reactive.context.AnnotationConfigReactiveWebServerApplicationContext;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.reactive.handler.SimpleUrlHandlerMapping;
import org.springframework.web.reactive.socket.WebSocketHandler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Clients that leave are no errors of the application, and those of the application stay
 * in the log.
 */
@Timeout(120)
@ExtendWith(OutputCaptureExtension.class)
class ClientLeftTests {

	private static final int TIMES = 20;

	private static final String CONTENT = "POST /upload HTTP/1.1\r\nHost: test\r\nContent-Length: 9\r\n\r\nhi";

	private static final String CHUNKS = "POST /upload HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n";

	private static final String FIELDS = field(":method", "POST") + field(":path", "/upload") + field(":scheme", "http")
			+ field(":authority", "a");

	private static final String FRAMES = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0" + "\0\0"
			+ (char) FIELDS.length() + "\1\4\0\0\0\1" + FIELDS + "\0\0\2\0\0\0\0\0\1hi";

	private static String field(String name, String value) {
		return "\0" + (char) name.length() + name + (char) value.length() + value;
	}

	private static void run(BiConsumer<ApplicationContext, Integer> test) {
		new ReactiveWebApplicationContextRunner(AnnotationConfigReactiveWebServerApplicationContext::new)
			.withInitializer(new ConfigDataApplicationContextInitializer())
			.withUserConfiguration(Application.class)
			.withPropertyValues("server.port=0", "server.http2.enabled=true",
					"spring.reactor.netty.shutdown-quiet-period=0s", "millrace.drain.idle-grace=0s")
			.run((context) -> test.accept(context, Requests.webServer(context).getPort()));
	}

	@ParameterizedTest
	@ValueSource(strings = { CONTENT, CHUNKS, "h2" })
	void uploadsThatBreakOffAreNoErrors(String sent, CapturedOutput output) {
		run((context, port) -> {
			Application application = context.getBean(Application.class);
			for (int i = 1; i <= TIMES; i++) {
				try (RawClient client = new RawClient(port)) {
					client.send(sent.equals("h2") ? FRAMES : sent);
					int begun = i;
					await().until(() -> application.begun.get() == begun);
					client.socket().setSoLinger(i % 2 == 0, 0);
				}
				catch (IOException ex) {
					throw new UncheckedIOException(ex);
				}
			}
			await().until(() -> application.failed.get() == TIMES);
			await().until(() -> context.getBean(ConnectionRegistry.class).size() == 0);
			assertThat(output).doesNotContain(" ERROR ").doesNotContain("AbortedException");
		});
	}

	@Test
	void webSocketsOfAnotherVersionAreNoErrors(CapturedOutput output) {
		run((context, port) -> {
			for (int i = 0; i < TIMES; i++) {
				try (RawClient client = new RawClient(port)) {
					client.send("GET /ws HTTP/1.1\r\nHost: test\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
							+ "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 99\r\n\r\n");
					assertThat(client.readHead().status()).isEqualTo(426);
					assertThat(client.closed()).isTrue();
				}
			}
			await().until(() -> context.getBean(ConnectionRegistry.class).size() == 0);
			assertThat(output).doesNotContain(" ERROR ");
		});
	}

	@Test
	void errorsOfTheApplicationAreLoggedWithTheirStack(CapturedOutput output) {
		run((context, port) -> {
			try (RawClient client = new RawClient(port)) {
				assertThat(client.get("/broken").read().status()).isEqualTo(500);
			}
			await().untilAsserted(() -> assertThat(output).contains("500 Server Error")
				.contains("IllegalStateException: broken")
				.contains("\tat "));
		});
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@RestController
	static class Application {

		private final AtomicInteger begun = new AtomicInteger();

		private final AtomicInteger failed = new AtomicInteger();

		@PostMapping("/upload")
		Mono<String> upload(@RequestBody Mono<String> body) {
			this.begun.incrementAndGet();
			return body.doOnError((error) -> this.failed.incrementAndGet());
		}

		@GetMapping("/broken")
		Mono<String> broken() {
			return Mono.error(new IllegalStateException("broken"));
		}

		@Bean
		HandlerMapping webSockets() {
			return new SimpleUrlHandlerMapping(Map.of("/ws", (WebSocketHandler) (session) -> Mono.never()), -1);
		}

	}

}
