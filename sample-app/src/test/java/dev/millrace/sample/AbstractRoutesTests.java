package dev.millrace.sample;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.webtestclient.autoconfigure.AutoConfigureWebTestClient;
import org.springframework.context.ApplicationContext;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Answers of the routes, for each way to start the application.
 */
@AutoConfigureWebTestClient(timeout = "20s")
abstract class AbstractRoutesTests {

	private static final Duration LONG = Duration.ofSeconds(20);

	@Autowired
	private WebTestClient client;

	@Autowired
	private ApplicationContext context;

	@ParameterizedTest
	@ValueSource(strings = { "/plaintext", "/webflux/plaintext", "/functional/plaintext" })
	void plaintextIsConstant(String path) {
		EntityExchangeResult<byte[]> answer = get(path);
		assertThat(answer.getStatus()).isEqualTo(HttpStatus.OK);
		assertThat(answer.getResponseBodyContent()).asString(StandardCharsets.UTF_8).isEqualTo("Hello, World!");
		assertThat(contentType(answer).equalsTypeAndSubtype(MediaType.TEXT_PLAIN)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/json", "/webflux/json" })
	void jsonHasOneMessage(String path) {
		EntityExchangeResult<byte[]> answer = get(path);
		assertThat(answer.getResponseBodyContent()).asString(StandardCharsets.UTF_8)
			.isEqualTo("{\"message\":\"Hello, World!\"}");
		assertThat(contentType(answer)).isEqualTo(MediaType.APPLICATION_JSON);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/hello/{name}", "/webflux/hello/{name}" })
	void helloGreetsWhoeverIsNamed(String path) {
		this.client.get()
			.uri(path, "J\u00fcrgen & Co")
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody(String.class)
			.isEqualTo("Hello, J\u00fcrgen & Co!");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/plaintext", "/json", "/hello/World", "/hello/J%C3%BCrgen%20K.", "/slow", "/slow?ms=",
			"/slow?ms=0", "/slow?ms=5" })
	void hotRouteAnswersLikeItsTwin(String path) {
		EntityExchangeResult<byte[]> hot = get(path);
		EntityExchangeResult<byte[]> twin = get("/webflux" + path);
		assertThat(hot.getStatus()).isEqualTo(HttpStatus.OK).isEqualTo(twin.getStatus());
		assertThat(contentType(hot)).isEqualTo(contentType(twin));
		assertThat(hot.getResponseHeaders().getContentLength()).isEqualTo(twin.getResponseHeaders().getContentLength());
		assertThat(hot.getResponseBodyContent()).isEqualTo(twin.getResponseBodyContent());
	}

	@ParameterizedTest
	@CsvSource({ "/echo, application/octet-stream", "/webflux/echo, application/octet-stream",
			"/echo, text/plain;charset=ISO-8859-1", "/webflux/echo, text/plain;charset=ISO-8859-1",
			"/echo, application/json", "/webflux/echo, application/json", "/echo, application/x-unheard-of",
			"/webflux/echo, application/x-unheard-of" })
	void echoReturnsTheSameBytesAndType(String path, String type) {
		byte[] everyByte = new byte[256];
		for (int i = 0; i < everyByte.length; i++) {
			everyByte[i] = (byte) i;
		}
		EntityExchangeResult<byte[]> answer = post(path, type, everyByte);
		assertThat(answer.getStatus()).isEqualTo(HttpStatus.OK);
		assertThat(answer.getResponseHeaders().getFirst(HttpHeaders.CONTENT_TYPE)).isEqualTo(type);
		assertThat(answer.getResponseBodyContent()).isEqualTo(everyByte);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/echo", "/webflux/echo" })
	void echoOfNothingIsEmpty(String path) {
		EntityExchangeResult<byte[]> answer = this.client.post().uri(path).exchange().expectBody().returnResult();
		assertThat(answer.getStatus()).isEqualTo(HttpStatus.OK);
		assertThat(contentType(answer)).isEqualTo(MediaType.APPLICATION_OCTET_STREAM);
		assertThat(answer.getResponseBodyContent()).isNullOrEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/echo", "/webflux/echo" })
	void echoRefusesWhatItCannotHold(String path) {
		// A little more than is read: of much more the server would not wait for the end.
		byte[] piece = new byte[32 * 1024];
		assertThat(this.client.post()
			.uri(path)
			.header(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_OCTET_STREAM_VALUE)
			.body((message, inserter) -> message
				.writeWith(Flux.range(0, 9).map((number) -> message.bufferFactory().wrap(piece.clone()))))
			.exchange()
			.expectBody()
			.returnResult()
			.getStatus()).isEqualTo(HttpStatus.CONTENT_TOO_LARGE);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/echo", "/webflux/echo" })
	void echoRefusesAnUnreadableContentType(String path) {
		assertThat(post(path, "nonsense", new byte[] { 1 }).getStatus()).isEqualTo(HttpStatus.UNSUPPORTED_MEDIA_TYPE);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/slow", "/webflux/slow" })
	void slowWaitsAsLongAsAsked(String path) {
		long start = System.nanoTime();
		EntityExchangeResult<byte[]> answer = get(path + "?ms=120");
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(120));
		assertThat(answer.getResponseBodyContent()).asString(StandardCharsets.UTF_8).isEqualTo("Waited 120 ms");
	}

	@ParameterizedTest
	@CsvSource({ "/greetings/World,World", "/greetings/World?times=2,World World",
			"/greetings/J%C3%BCrgen,J\u00fcrgen" })
	void annotatedMethodIsHot(String path, String greeted) {
		EntityExchangeResult<byte[]> answer = get(path);
		assertThat(contentType(answer)).isEqualTo(MediaType.APPLICATION_JSON);
		assertThat(answer.getResponseBodyContent()).asString(StandardCharsets.UTF_8)
			.isEqualTo("{\"message\":\"Hello, " + greeted + "!\"}");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/greetings/World?times=x", "/slow?ms=abc", "/slow?ms=-1", "/slow?ms=60001",
			"/slow?ms=99999999999", "/slow?ms=1.5", "/webflux/slow?ms=abc", "/webflux/slow?ms=-1",
			"/webflux/slow?ms=60001", "/webflux/slow?ms=99999999999", "/webflux/slow?ms=1.5", "/stream?ms=abc",
			"/stream?ms=60001", "/stream?chunks=abc", "/stream?chunks=-1", "/stream?chunks=10001" })
	void unusableParameterIsABadRequest(String path) {
		assertThat(get(path).getStatus()).isEqualTo(HttpStatus.BAD_REQUEST);
	}

	@Test
	void rootShowsBrowsersLinksThatWork() {
		String page = this.client.get()
			.uri("/")
			.header(HttpHeaders.ACCEPT, "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8")
			.exchange()
			.expectHeader()
			.contentType("text/html;charset=UTF-8")
			.expectBody(String.class)
			.returnResult()
			.getResponseBody();
		List<String> links = Pattern.compile("href=\"(/[^\"]*)\"")
			.matcher(page)
			.results()
			.map((link) -> link.group(1).replace("&amp;", "&"))
			.filter((link) -> !link.equals("/events") && !link.startsWith("/actuator/millrace"))
			.toList();
		assertThat(links).hasSizeGreaterThan(12);
		for (String link : links) {
			assertThat(get(link).getStatus()).as(link).isEqualTo(HttpStatus.OK);
		}
	}

	@Test
	void rootTellsAboutTheServer() {
		this.client.get()
			.uri("/")
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody()
			.jsonPath("$.name")
			.isEqualTo("Millrace sample application")
			.jsonPath("$.version")
			.isNotEmpty()
			.jsonPath("$.java")
			.isEqualTo(Runtime.version().toString())
			.jsonPath("$.processors")
			.isEqualTo(Runtime.getRuntime().availableProcessors())
			.jsonPath("$.transport")
			.value(String.class, (transport) -> assertThat(transport).endsWith("ServerSocketChannel"));
	}

	@Test
	void statsCount() {
		ServerStatus.Statistics statistics = this.client.get()
			.uri("/stats")
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody(ServerStatus.Statistics.class)
			.returnResult()
			.getResponseBody();
		assertThat(statistics).isNotNull();
		assertThat(statistics.jvm().uptimeMillis()).isPositive();
		assertThat(statistics.jvm().cpuMillis()).isPositive();
		assertThat(statistics.jvm().heapUsedBytes()).isPositive()
			.isLessThanOrEqualTo(statistics.jvm().heapCommittedBytes());
	}

	@Test
	void healthFollowsReadiness() {
		expectHealth(HttpStatus.OK, "{\"status\":\"UP\"}");
		AvailabilityChangeEvent.publish(this.context, ReadinessState.REFUSING_TRAFFIC);
		try {
			expectHealth(HttpStatus.SERVICE_UNAVAILABLE, "{\"status\":\"OUT_OF_SERVICE\"}");
		}
		finally {
			AvailabilityChangeEvent.publish(this.context, ReadinessState.ACCEPTING_TRAFFIC);
		}
		expectHealth(HttpStatus.OK, "{\"status\":\"UP\"}");
	}

	@Test
	void streamSendsNumberedLines() {
		EntityExchangeResult<byte[]> answer = get("/stream?chunks=3&ms=1");
		assertThat(contentType(answer)).isEqualTo(MediaType.APPLICATION_NDJSON);
		assertThat(answer.getResponseBodyContent()).asString(StandardCharsets.UTF_8)
			.isEqualTo("{\"chunk\":1}\n{\"chunk\":2}\n{\"chunk\":3}\n");
	}

	@Test
	void streamOfNothingIsEmpty() {
		assertThat(get("/stream?chunks=0").getResponseBodyContent()).isNullOrEmpty();
	}

	@Test
	void streamArrivesBeforeItEnds() {
		StepVerifier
			.create(this.client.get()
				.uri("/stream?chunks=10000&ms=50")
				.exchange()
				.returnResult(StreamingController.Chunk.class)
				.getResponseBody()
				.take(2))
			.expectNext(new StreamingController.Chunk(1), new StreamingController.Chunk(2))
			.expectComplete()
			.verify(LONG);
	}

	@Test
	void eventsTickEachSecond() {
		StepVerifier.create(this.client.get()
			.uri("/events")
			.exchange()
			.expectHeader()
			.contentTypeCompatibleWith(MediaType.TEXT_EVENT_STREAM)
			.returnResult(new ParameterizedTypeReference<ServerSentEvent<String>>() {
			})
			.getResponseBody()
			.take(2)
			.map((event) -> event.id() + " " + event.event() + " " + event.data()))
			.expectNext("0 tick Second 0", "1 tick Second 1")
			.expectComplete()
			.verify(LONG);
	}

	@Test
	void filesAreServed() {
		EntityExchangeResult<byte[]> page = get("/files/index.html");
		assertThat(contentType(page).equalsTypeAndSubtype(MediaType.TEXT_HTML)).isTrue();
		assertThat(page.getResponseBodyContent()).asString(StandardCharsets.UTF_8).contains("<h1>Millrace</h1>");
		assertThat(contentType(get("/files/style.css")).toString()).startsWith("text/css");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/files/nothing.html", "/files/../application.yaml", "/files/..%2fapplication.yaml",
			"/index.html", "/application.yaml" })
	void otherFilesAreNot(String path) {
		assertThat(get(path).getStatus()).isEqualTo(HttpStatus.NOT_FOUND);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/actuator", "/actuator/health", "/actuator/info" })
	void actuatorShowsWhatIsExposed(String path) {
		assertThat(get(path).getStatus()).isEqualTo(HttpStatus.OK);
	}

	@ParameterizedTest
	@ValueSource(strings = { "env", "heapdump", "beans", "loggers", "configprops", "threaddump" })
	void actuatorHidesTheRest(String endpoint) {
		assertThat(get("/actuator/" + endpoint).getStatus()).isEqualTo(HttpStatus.NOT_FOUND);
	}

	protected final EntityExchangeResult<byte[]> get(String path) {
		return this.client.get()
			.uri((builder) -> URI.create(builder.build().toString() + path))
			.exchange()
			.expectBody()
			.returnResult();
	}

	private EntityExchangeResult<byte[]> post(String path, String type, byte[] body) {
		return this.client.post()
			.uri(path)
			.header(HttpHeaders.CONTENT_TYPE, type)
			.body((message, inserter) -> message.writeWith(Mono.just(message.bufferFactory().wrap(body))))
			.exchange()
			.expectBody()
			.returnResult();
	}

	private void expectHealth(HttpStatus status, String body) {
		EntityExchangeResult<byte[]> answer = get("/health");
		assertThat(answer.getStatus()).isEqualTo(status);
		assertThat(contentType(answer)).isEqualTo(MediaType.APPLICATION_JSON);
		assertThat(answer.getResponseBodyContent()).asString(StandardCharsets.UTF_8).isEqualTo(body);
	}

	private static MediaType contentType(EntityExchangeResult<byte[]> answer) {
		@Nullable MediaType type = answer.getResponseHeaders().getContentType();
		assertThat(type).isNotNull();
		return type;
	}

}
