package dev.millrace.exchange;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

import dev.millrace.connection.KeepAlive;
import dev.millrace.testing.PipelineServer;
import dev.millrace.testing.Wire;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.netty.http.client.HttpClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

/**
 * A phase that a filter does not name, or does not switch on, is not called.
 */
@Timeout(60)
class FilterPhaseTests {

	@ParameterizedTest
	@EnumSource(Wire.class)
	void aResponseThatAFilterDoesNotAskForIsNotShownToIt(Wire wire) {
		Phases filter = new Phases(EnumSet.allOf(Need.class));
		exchange(wire, filter, "/stream");
		assertThat(filter.called).containsExactly("request", "end");
	}

	@ParameterizedTest
	@EnumSource(Wire.class)
	void aBodyThatAFilterDoesNotAskForIsNotShownToIt(Wire wire) {
		Phases filter = new Phases(EnumSet.allOf(Need.class));
		filter.request = Exchange::wantResponse;
		exchange(wire, filter, "/stream");
		assertThat(filter.called).containsExactly("request", "response", "end");
	}

	@ParameterizedTest
	@EnumSource(Wire.class)
	void whatAFilterAsksForIsShownToIt(Wire wire) {
		Phases filter = new Phases(EnumSet.allOf(Need.class));
		filter.request = Exchange::wantResponse;
		filter.response = ResponseHead::wantBody;
		exchange(wire, filter, "/stream");
		assertThat(filter.called).startsWith("request", "response", "body").endsWith("end");
	}

	@ParameterizedTest
	@EnumSource(Wire.class)
	void aFilterThatNamesNoPhaseOfTheRequestIsNotAskedAboutIt(Wire wire) {
		Phases filter = new Phases(EnumSet.of(Need.RESPONSE_HEAD));
		exchange(wire, filter, "/stream");
		assertThat(filter.called).containsExactly("response", "end");
	}

	@ParameterizedTest
	@EnumSource(Wire.class)
	void aFilterThatNamesNothingLearnsOfTheEndOnly(Wire wire) {
		Phases filter = new Phases(EnumSet.noneOf(Need.class));
		exchange(wire, filter, "/stream");
		assertThat(filter.called).containsExactly("end");
	}

	@ParameterizedTest
	@EnumSource(Wire.class)
	void whatAFilterDidNotNameItCannotAskFor(Wire wire) {
		Phases filter = new Phases(EnumSet.of(Need.HEAD));
		filter.request = Exchange::wantResponse;
		assertThat(status(wire, filter, "/stream")).isEqualTo(500);
		Phases head = new Phases(EnumSet.of(Need.HEAD, Need.RESPONSE_HEAD));
		head.request = Exchange::wantResponse;
		head.response = ResponseHead::wantBody;
		assertThat(status(wire, head, "/stream")).isEqualTo(500);
	}

	@ParameterizedTest
	@EnumSource(Wire.class)
	void aReplacedStreamIsCancelled(Wire wire) {
		Phases filter = new Phases(EnumSet.allOf(Need.class));
		filter.request = Exchange::wantResponse;
		filter.answer = PreparedResponse.of(403, new DefaultHttpHeaders(), "no".getBytes(StandardCharsets.US_ASCII));
		try (PipelineServer server = new PipelineServer(List.of(filter, ExchangeHandlerTests.HOT), KeepAlive.UNLIMITED,
				wire.server())) {
			HttpClient client = wire.client(server);
			int before = PipelineServer.cancelled();
			for (int i = 0; i < 3; i++) {
				String answer = client.get()
					.uri("/endless")
					.responseSingle((response, body) -> body.asString().map((text) -> response.status() + text))
					.block();
				assertThat(answer).isEqualTo("403 Forbiddenno");
			}
			await().until(() -> PipelineServer.cancelled() - before == 3);
		}
	}

	@Test
	void anAnswerOfThePipelineIsShownOnlyWhenAskedFor() {
		Phases silent = new Phases(EnumSet.allOf(Need.class));
		exchange(Wire.HTTP_1, silent, "/hot");
		assertThat(silent.called).containsExactly("request", "end");
		Phases asking = new Phases(EnumSet.allOf(Need.class));
		asking.request = Exchange::wantResponse;
		asking.response = ResponseHead::wantBody;
		exchange(Wire.HTTP_1, asking, "/hot");
		assertThat(asking.called).containsExactly("request", "response", "body", "end");
	}

	@Test
	void aChainHasRoomFor64Filters() {
		List<Phases> filters = Collections.nCopies(65, new Phases(EnumSet.of(Need.HEAD)));
		assertThatIllegalArgumentException().isThrownBy(() -> new FilterChain(filters))
			.withMessageContaining("65 filters")
			.withMessageContaining("at most 64");
		assertThat(new FilterChain(filters.subList(0, 64)).size()).isEqualTo(64);
	}

	private static void exchange(Wire wire, Phases filter, String path) {
		assertThat(status(wire, filter, path)).isEqualTo(200);
	}

	private static int status(Wire wire, Phases filter, String path) {
		try (PipelineServer server = new PipelineServer(List.of(filter, ExchangeHandlerTests.HOT), KeepAlive.UNLIMITED,
				wire.server())) {
			HttpClient client = wire.client(server);
			int status = client.get()
				.uri(path)
				.responseSingle(
						(response, body) -> body.asString().defaultIfEmpty("").thenReturn(response.status().code()))
				.block();
			await().until(() -> filter.called.contains("end"));
			return status;
		}
	}

	/** Says which of its phases was called. */
	private static final class Phases implements ExchangeFilter {

		private final Set<Need> needs;

		private final Queue<String> called = new ConcurrentLinkedQueue<>();

		private Consumer<Exchange> request = (exchange) -> {
		};

		private Consumer<ResponseHead> response = (head) -> {
		};

		private Answer answer;

		Phases(Set<Need> needs) {
			this.needs = needs;
		}

		@Override
		public Set<Need> needs() {
			return this.needs;
		}

		@Override
		public Verdict onRequest(Exchange exchange) {
			this.called.add("request");
			this.request.accept(exchange);
			return Verdict.PASS;
		}

		@Override
		public Answer onResponse(Exchange exchange, ResponseHead head) {
			this.called.add("response");
			this.response.accept(head);
			return this.answer;
		}

		@Override
		public ByteBuf onResponseBody(Exchange exchange, ByteBuf piece) {
			this.called.add("body");
			return piece;
		}

		@Override
		public void onEnd(Exchange exchange, Outcome outcome) {
			this.called.add("end");
		}

	}

}
