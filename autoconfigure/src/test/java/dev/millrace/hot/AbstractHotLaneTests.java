package dev.millrace.hot;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.webtestclient.autoconfigure.AutoConfigureWebTestClient;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What hot routes answer, on each lane.
 */
@SpringBootTest(classes = HotApplication.class)
@TestPropertySource(properties = { "spring.reactor.netty.shutdown-quiet-period=0s", "millrace.drain.idle-grace=0s",
		"spring.main.banner-mode=off", "management.endpoints.web.exposure.include=mappings" })
@ExtendWith(OutputCaptureExtension.class)
@AutoConfigureWebTestClient(timeout = "20s")
abstract class AbstractHotLaneTests {

	@Autowired
	private WebTestClient client;

	@Autowired
	private HotRoutes routes;

	/** Whether the pipeline answers, so that this is known not to be tried in vain. */
	abstract boolean answeredFromThePipeline();

	@Test
	void lanesAreAsExpected() {
		assertThat(this.routes.snapshots()).hasSizeGreaterThan(20)
			.allMatch((route) -> route.lane().equals("webflux") != answeredFromThePipeline());
		long before = requests();
		get("/constant");
		assertThat(requests() - before).isEqualTo(answeredFromThePipeline() ? 1 : 0);
	}

	private long requests() {
		return this.routes.snapshots().stream().mapToLong(HotRouteSnapshot::requests).sum();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "/constant|200|constant|text/plain;charset=UTF-8",
			"/path/a/b|200|[\"a\",\"b\",\"/path/a/b\",\"GET\"]|application/json",
			"/path/a%20b/%C3%BC|200|[\"a b\",\"\u00fc\",\"/path/a%20b/%C3%BC\",\"GET\"]|application/json",
			"/path/%61/%2Bx|200|[\"a\",\"+x\",\"/path/%61/%2Bx\",\"GET\"]|application/json",
			"/path/a;v=1/b|200|[\"a\",\"b\",\"/path/a;v=1/b\",\"GET\"]|application/json",
			"/path/me/x|200|me|text/plain;charset=UTF-8", "/path/%6De/x|200|me|text/plain;charset=UTF-8",
			"/path/me;v=1/x|200|me|text/plain;charset=UTF-8", "/%63onstant|200|constant|text/plain;charset=UTF-8",
			"/path/%FF/x|400|*|application/problem+json", "/path/a|404|*|*", "/path/a/b/c|404|*|*",
			"/path/a//b|404|*|*", "/rest|200|rest|text/plain;charset=UTF-8",
			"/rest/|200|rest/|text/plain;charset=UTF-8", "/rest/a/b%20c|200|rest/a/b c|text/plain;charset=UTF-8",
			"/rest/a//b|200|rest/a//b|text/plain;charset=UTF-8", "/query|200|{\"q\":[]}|application/json",
			"/query?q=a+b&q=%C3%BC&x=1&q|200|{\"q\":[\"a b\",\"\u00fc\",\"\"]}|application/json",
			"/query?q=a?b/c|200|{\"q\":[\"a?b/c\"]}|application/json", "/query?q=%FF|400|*|application/problem+json",
			"/null|200|null|application/json", "/no-content|204||*", "/redirect|303||*",
			"/later|200|later|text/plain;charset=UTF-8", "/future|200|future|text/plain;charset=UTF-8",
			"/never|503|*|*", "/empty|404|*|application/problem+json", "/stream|200|*|text/plain",
			"/raw/x%20y|200|/raw/x%20y|*",
			"/broken|500|{\"title\":\"Internal Server Error\",\"status\":500}|application/problem+json",
			"/broken-later|500|{\"title\":\"Internal Server Error\",\"status\":500}|application/problem+json",
			"/gone|410|{\"title\":\"Gone\",\"status\":410}|application/problem+json",
			"/body|500|*|application/problem+json", "/authorized|401||*", "/exclusive|405||*",
			"/any/other|200|any other|text/plain;charset=UTF-8" })
	void getIsAnswered(String path, int status, @Nullable String body, String contentType) {
		expect(get(path), status, body, contentType);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "/annotated/text/7|200|7x1 null null|text/plain;charset=UTF-8",
					"/annotated/text/7?times=12|200|7x12 null null|text/plain;charset=UTF-8",
					"/annotated/text/7?times=|200|7x1 null null|text/plain;charset=UTF-8",
					"/annotated/text/7?tag=a&tag=b+c|200|7x1 [a, b c] null|text/plain;charset=UTF-8",
					"/annotated/text/7?tag=a,b|200|7x1 [a, b] null|text/plain;charset=UTF-8",
					"/annotated/text/7?tag|200|*|text/plain;charset=UTF-8", "/annotated/text/x|400|*|application/json",
					"/annotated/text/7?times=x|400|*|application/json", "/annotated/bytes|200|*|image/png",
					"/annotated/list?status=NOT_FOUND|200|[{\"name\":\"NOT_FOUND\",\"count\":404}]|application/json",
					"/annotated/list?status=NOTHING|400|*|application/json", "/annotated/list|400|*|application/json",
					"/annotated/nothing|200||", "/annotated/no-mono|200||" })
	void annotatedGetIsAnswered(String path, int status, @Nullable String body, String contentType) {
		expect(get(path), status, body, contentType);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = {
			"/json|application/json|{\"name\":\"a\",\"count\":1}|201|{\"name\":\"a\",\"count\":2}",
			"/json|application/problem+json; charset=utf-8|{\"name\":\"a\",\"count\":1}|201|*",
			"/json|text/plain|{}|415|*", "/json|application/json|{\"name\":|400|*", "/json|application/json|null|400|*",
			"/json|application/json||400|*", "/raw|text/plain|body|200|body", "/blocking|text/plain|body|200|body",
			"/constant|text/plain|body|204|", "/query|text/plain|body|200|posted", "/exclusive|text/plain|body|405|",
			"/annotated/item|application/json|{\"name\":\"a\",\"count\":1}|201|{\"name\":\"a!\",\"count\":1}",
			"/annotated/item|application/json|{\"name\":|400|*", "/annotated/item|text/plain|{}|415|*",
			"/annotated/item|application/json||400|*", "/annotated/upper|text/plain|\u00fcber|200|\u00dcBER",
			"/annotated/upper|text/plain;charset=iso-8859-1|abc|200|ABC", "/annotated/upper|text/plain||400|*" })
	void postIsAnswered(String path, String type, @Nullable String sent, int status, @Nullable String body) {
		expect(exchange(HttpMethod.POST, path, (headers) -> headers.set(HttpHeaders.CONTENT_TYPE, type), sent), status,
				body, "*");
	}

	@Test
	void badJsonIsAnsweredWithItsPosition() {
		EntityExchangeResult<byte[]> answer = exchange(HttpMethod.POST, "/json",
				(headers) -> headers.set(HttpHeaders.CONTENT_TYPE, "application/json"), "{\n\"name\": ]}");
		expect(answer, 400, "*", "application/problem+json");
		assertThat(text(answer)).contains("line 2, column 9").doesNotContain("jackson");
	}

	@Test
	void tooLongBodyIsRefused() {
		Consumer<HttpHeaders> json = (headers) -> headers.set(HttpHeaders.CONTENT_TYPE, "application/json");
		assertThat(exchange(HttpMethod.POST, "/json", json, "x".repeat(1025)).getStatus().value()).isEqualTo(413);
		assertThat(exchange(HttpMethod.POST, "/json", json, " ".repeat(1024)).getStatus().value()).isEqualTo(400);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/constant", "/path/a/b", "/later", "/raw/x", "/stream", "/annotated/text/1" })
	void headFollowsGet(String path) {
		EntityExchangeResult<byte[]> get = get(path);
		EntityExchangeResult<byte[]> head = exchange(HttpMethod.HEAD, path, (headers) -> {
		}, null);
		assertThat(head.getStatus()).isEqualTo(get.getStatus());
		assertThat(head.getResponseHeaders().getContentType()).isEqualTo(get.getResponseHeaders().getContentType());
		assertThat(head.getResponseBodyContent()).isNullOrEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/constant", "/later", "/raw/x", "/raw/short" })
	void headTellsTheLengthOfTheBodyOfGet(String path) {
		EntityExchangeResult<byte[]> head = exchange(HttpMethod.HEAD, path, (headers) -> {
		}, null);
		assertThat(head.getResponseHeaders().getContentLength()).isPositive()
			.isEqualTo(get(path).getResponseHeaders().getContentLength());
	}

	@Test
	void methodThatOnlyAnExclusiveRouteDoesNotHaveIsRefused() {
		EntityExchangeResult<byte[]> answer = get("/exclusive");
		assertThat(answer.getResponseHeaders().getFirst(HttpHeaders.ALLOW)).isEqualTo("OPTIONS, PUT");
		assertThat(exchange(HttpMethod.DELETE, "/constant", (headers) -> {
		}, null).getStatus().value()).isEqualTo(405);
	}

	@Test
	void authorizerDecides() {
		EntityExchangeResult<byte[]> answer = exchange(HttpMethod.GET, "/authorized",
				(headers) -> headers.set("x-key", "let me in"), null);
		expect(answer, 200, "welcome", "text/plain;charset=UTF-8");
	}

	@Test
	void streamsArriveWhole() {
		assertThat(text(get("/stream"))).isEqualTo("piece 0\npiece 1\npiece 2\npiece 3\npiece 4\n");
		assertThat(get("/stream-to").getResponseBodyContent()).hasSize(200_000);
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "/broken-stream", "/broken-stream-to", "/broken-stream-later", "/broken-streamer", "/broken" })
	void failureBeforeTheFirstByteIsAnsweredAndLoggedOnce(String path, CapturedOutput output) {
		expect(get(path), 500, "{\"title\":\"Internal Server Error\",\"status\":500}", "application/problem+json");
		assertThat(output.getOut().lines().filter((line) -> line.contains("ERROR"))).singleElement()
			.asString()
			.contains(path);
	}

	@ParameterizedTest
	@CsvSource({ "application/json,200", "text/plain,200", "*/*,200", "'text/html,*/*;q=0.8',200", "image/png,200" })
	void acceptIsNegotiated(String accept, int status) {
		EntityExchangeResult<byte[]> answer = exchange(HttpMethod.GET, "/annotated/text/1",
				(headers) -> headers.set(HttpHeaders.ACCEPT, accept), null);
		assertThat(answer.getStatus().value()).isEqualTo(status);
		if (accept.startsWith("text/html")) {
			assertThat(answer.getResponseHeaders().getContentType().getSubtype()).isEqualTo("html");
		}
	}

	@Test
	void exceptionOfAnAnnotatedMethodKeepsItsStatus() {
		assertThat(exchange(HttpMethod.DELETE, "/annotated/failing", (headers) -> {
		}, null).getStatus().value()).isEqualTo(409);
	}

	@Test
	void markedHeaderIsBound() {
		EntityExchangeResult<byte[]> answer = exchange(HttpMethod.GET, "/annotated/text/1",
				(headers) -> headers.set("X-Mark", "marked"), null);
		assertThat(text(answer)).isEqualTo("1x1 null marked");
	}

	@Test
	void mappingsAreShown() {
		String mappings = text(get("/actuator/mappings"));
		assertThat(mappings).contains("(GET && /constant)")
			.contains("(GET && /rest/{*all})")
			.contains("/annotated/text/{id}");
	}

	private static void expect(EntityExchangeResult<byte[]> answer, int status, @Nullable String body,
			String contentType) {
		assertThat(answer.getStatus().value()).as(text(answer)).isEqualTo(status);
		if (!"*".equals(body)) {
			assertThat(text(answer)).isEqualTo((body != null) ? body : "");
		}
		if (!"*".equals(contentType)) {
			assertThat(answer.getResponseHeaders().getFirst(HttpHeaders.CONTENT_TYPE)).isEqualTo(contentType);
		}
	}

	private EntityExchangeResult<byte[]> get(String path) {
		return exchange(HttpMethod.GET, path, (headers) -> {
		}, null);
	}

	private EntityExchangeResult<byte[]> exchange(HttpMethod method, String path, Consumer<HttpHeaders> headers,
			@Nullable String body) {
		WebTestClient.RequestBodySpec request = this.client.method(method)
			.uri((builder) -> URI.create(builder.build().toString() + path))
			.headers(headers);
		if (body != null) {
			request.body((message, inserter) -> message.writeWith(reactor.core.publisher.Mono
				.just(message.bufferFactory().wrap(body.getBytes(StandardCharsets.UTF_8)))));
		}
		return request.exchange().expectBody().returnResult();
	}

	private static String text(EntityExchangeResult<byte[]> answer) {
		byte[] body = answer.getResponseBodyContent();
		return (body != null) ? new String(body, StandardCharsets.UTF_8) : "";
	}

}
