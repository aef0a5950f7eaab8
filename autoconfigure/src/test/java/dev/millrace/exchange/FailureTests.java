package dev.millrace.exchange;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

import dev.millrace.connection.KeepAlive;
import dev.millrace.testing.PipelineServer;
import dev.millrace.testing.RawClient;
import dev.millrace.testing.TestFilter;
import dev.millrace.testing.Wire;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Flux;
import reactor.netty.http.client.HttpClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Filters and answers that fail, in every phase.
 */
@Timeout(60)
class FailureTests {

	private static final HttpHeaders NO_HEADERS = new DefaultHttpHeaders();

	private static ByteBuf text(String text) {
		return Unpooled.copiedBuffer(text, StandardCharsets.UTF_8);
	}

	private static <T> T fail() {
		throw new IllegalStateException("broken");
	}

	private static int status(Wire wire, PipelineServer server, String path) {
		HttpClient client = wire.client(server);
		Integer status = client.post()
			.uri(path)
			.send(Flux.defer(() -> Flux.just(text("body"))))
			.responseSingle((response, body) -> body.asString().defaultIfEmpty("").thenReturn(response.status().code()))
			.block(Duration.ofSeconds(10));
		return (status != null) ? status : 0;
	}

	private static void failsWith500(Wire wire, TestFilter broken) {
		AtomicInteger ends = new AtomicInteger();
		TestFilter before = new TestFilter().end(ends::incrementAndGet);
		try (PipelineServer server = PipelineServer.speaking(wire, before, broken)) {
			assertThat(status(wire, server, "/echo")).isEqualTo(500);
			assertThat(status(wire, server, "/echo")).isEqualTo(500);
			server.awaitOutcomes(2);
			assertThat(ends).hasValue(2);
		}
	}

	private static void answerFailsWith500(Wire wire, Function<Exchange, Verdict> answer) {
		failsWith500(wire, new TestFilter().request(answer));
	}

	@ParameterizedTest
	@EnumSource
	void atTheHead(Wire wire) {
		failsWith500(wire, new TestFilter().request((exchange) -> fail()));
	}

	@ParameterizedTest
	@EnumSource
	void atTheBody(Wire wire) {
		failsWith500(wire, new TestFilter().request((exchange) -> Verdict.body(10)).body((exchange, body) -> fail()));
	}

	@ParameterizedTest
	@EnumSource
	void atTheHeadOfAResponse(Wire wire) {
		failsWith500(wire, new TestFilter().response((exchange, head) -> fail()));
		failsWith500(wire, new TestFilter().request((exchange) -> PreparedResponse.empty(200))
			.response((exchange, head) -> fail()));
	}

	@ParameterizedTest
	@EnumSource
	void atTheBodyOfAWholeAnswer(Wire wire) {
		failsWith500(wire, new TestFilter().request((exchange) -> new Answer.Full(200, NO_HEADERS, text("full")))
			.responseBody((exchange, piece) -> fail()));
	}

	@ParameterizedTest
	@EnumSource
	void anAnswerWithoutAResponse(Wire wire) {
		answerFailsWith500(wire, (exchange) -> new Answer.Raw(text("nonsense")));
		answerFailsWith500(wire, (exchange) -> new Answer.Raw(text("HTTP/1.1 100 Continue\r\n\r\n")));
	}

	@ParameterizedTest
	@EnumSource
	void aStreamThatFailsBeforeItBegins(Wire wire) {
		answerFailsWith500(wire,
				(exchange) -> new Answer.Stream(200, NO_HEADERS, Flux.error(new IllegalStateException("broken"))));
		answerFailsWith500(wire, (exchange) -> new Answer.Stream(200, NO_HEADERS, (subscriber) -> fail()));
		answerFailsWith500(wire, (exchange) -> new Answer.Stream(200, NO_HEADERS,
				Flux.<ByteBuf>error(new IllegalStateException("broken")).delaySubscription(Duration.ofMillis(20))));
	}

	@ParameterizedTest
	@EnumSource
	void aFileThatIsNotThere(Wire wire) {
		answerFailsWith500(wire, (exchange) -> new Answer.File(200, NO_HEADERS, Path.of("no such file"), 0, 10));
	}

	@ParameterizedTest
	@EnumSource
	void aStreamThatFailsInTheMiddleIsBrokenOff(Wire wire) {
		Flux<ByteBuf> pieces = Flux
			.defer(() -> Flux.just(text("a")).concatWith(Flux.error(new IllegalStateException())));
		TestFilter filter = new TestFilter().request((exchange) -> new Answer.Stream(200, NO_HEADERS, pieces));
		try (PipelineServer server = PipelineServer.speaking(wire, filter)) {
			assertThatThrownBy(() -> status(wire, server, "/")).isInstanceOf(RuntimeException.class);
			server.awaitOutcomes(Outcome.FAILED);
		}
	}

	@ParameterizedTest
	@EnumSource
	void theBodyOfAResponseOfTheApplicationIsBrokenOff(Wire wire) {
		TestFilter filter = new TestFilter().responseBody((exchange, piece) -> fail());
		try (PipelineServer server = PipelineServer.speaking(wire, filter)) {
			assertThatThrownBy(() -> status(wire, server, "/echo")).isInstanceOf(RuntimeException.class);
			server.awaitOutcomes(Outcome.FAILED);
		}
	}

	@ParameterizedTest
	@EnumSource
	void atTheEndNobodyElseIsKeptFromAnything(Wire wire) {
		AtomicInteger ends = new AtomicInteger();
		TestFilter first = new TestFilter().end(ends::incrementAndGet);
		TestFilter second = new TestFilter().end(FailureTests::fail);
		TestFilter third = new TestFilter().end(ends::incrementAndGet);
		try (PipelineServer server = PipelineServer.speaking(wire, first, second, third)) {
			assertThat(status(wire, server, "/echo")).isEqualTo(200);
			assertThat(status(wire, server, "/echo")).isEqualTo(200);
			server.awaitOutcomes(Outcome.PASSED, Outcome.PASSED);
			assertThat(ends).hasValue(4);
		}
	}

	@Test
	void theApplicationFailsAsBefore() {
		try (PipelineServer server = new PipelineServer(List.of(), KeepAlive.UNLIMITED, (http) -> http);
				RawClient client = new RawClient(server.port())) {
			assertThat(client.get("/broken").read().status()).isEqualTo(500);
			server.awaitOutcomes(Outcome.PASSED);
		}
	}

}
