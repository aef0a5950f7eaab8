package dev.millrace.hot;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import dev.millrace.testing.RawClient;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.format.annotation.DateTimeFormat;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One table of controllers' methods and requests: the answer of the pipeline is that of
 * WebFlux.
 */
class HotComparisonTests {

	/**
	 * Fields that depend on the moment or on who frames the message, and the one that the
	 * pipeline adds to text.
	 */
	private static final List<String> VARYING = List.of("date:", "connection:", "server:", "content-length:",
			"transfer-encoding:", "x-content-type-options:", "x-accel-buffering:");

	private static ConfigurableApplicationContext hot;

	private static ConfigurableApplicationContext twin;

	@BeforeAll
	static void start() {
		hot = start(true);
		twin = start(false);
	}

	private static ConfigurableApplicationContext start(boolean millrace) {
		return new SpringApplicationBuilder(Application.class).web(WebApplicationType.REACTIVE)
			.properties("server.port=0", "spring.main.banner-mode=off", "spring.reactor.netty.shutdown-quiet-period=0s",
					"millrace.drain.idle-grace=0s", "server.shutdown=immediate", "logging.level.root=off",
					"spring.autoconfigure.exclude=org.springframework.boot.security.autoconfigure.web.reactive."
							+ "ReactiveWebSecurityAutoConfiguration",
					"millrace.enabled=" + millrace)
			.run();
	}

	@AfterAll
	static void stop() {
		hot.close();
		twin.close();
	}

	static List<String> requests() {
		List<String> requests = new ArrayList<>();
		for (String target : List.of("/variable", "/variable/1", "/variable/a%20b", "/variable/a+b", "/variable/%2B",
				"/variable/a%2Fb", "/variable/a;b=c", "/variable/", "/needed", "/needed/1", "/flag", "/flag/true",
				"/flag/x", "/number", "/number/7", "/number/x", "/rest", "/rest/", "/rest/a/b%20c", "/params",
				"/params?text=a", "/params?text=", "/params?text", "/params?text=a&text=b", "/params?text=a,b",
				"/params?text=a+b%2B%C3%BC", "/params?text=%FF", "/params?text=a&number=", "/params?text=a&number=3",
				"/params?text=a&number=x", "/params?text=a&number=1&number=2", "/params?text=a&list=1,2&list=3",
				"/params?text=a&list=1&list=2", "/params?text=a&list=", "/params?text=a&flag", "/params?text=a&flag=on",
				"/params?text=a&flag=maybe", "/params?text=a&day=2026-12-01", "/params?text=a&day=01.12.2026",
				"/params?text=a&kind=CREATED", "/params?text=a&kind=created", "/params?&&text=a&=b&c", "/params?TEXT=a",
				"/params?text=a%26b", "/params?te%78t=a", "/headers", "/accepted", "/nothing", "/no-content", "/null",
				"/null-mono", "/json", "/later", "/bytes", "/list", "/unknown")) {
			requests.add("GET " + target + "\r\n");
			requests.add("HEAD " + target + "\r\n");
		}
		for (String accept : List.of("*/*", "text/plain", "text/*", "application/json", "application/*", "text/html",
				"text/plain;q=0", "text/plain;charset=iso-8859-1", "image/png", "garbage", "", "*/*;q=0.1",
				"text/html, */*;q=0.8", "application/json, text/plain")) {
			requests.add("GET /variable/1\r\nAccept: " + accept + "\r\n");
			requests.add("GET /json\r\nAccept: " + accept + "\r\n");
			requests.add("GET /bytes\r\nAccept: " + accept + "\r\n");
		}
		requests.add("GET /headers\r\nX-Text: a\r\n");
		requests.add("GET /headers\r\nX-Text: a\r\nX-Text: b\r\n");
		requests.add("GET /headers\r\nX-Text: a\r\nX-List: 1, 2\r\n");
		requests.add("GET /headers\r\nX-Text: a\r\nX-List: 1\r\nX-List: 2\r\n");
		requests.add("GET /headers\r\nX-Text:\r\n");
		requests.add("DELETE /deleted/3\r\n");
		requests.add("PATCH /text\r\nContent-Length: 0\r\n");
		for (String path : List.of("/text", "/raw", "/item", "/optional", "/consumes", "/consumes-text", "/items")) {
			for (String type : List.of("", "text/plain", "TEXT/PLAIN", "text/plain;charset=utf-8",
					"text/plain; charset=\"UTF-8\"", "text/plain;charset=iso-8859-1", "text/plain;charset=nothing",
					"text/csv", "application/json", "application/json;charset=UTF-8", "application/json;charset=utf-16",
					"application/json;v=1", "application/vnd.acme+json", "application/problem+json",
					"application/x-www-form-urlencoded", "application/x-www-form-urlencoded;charset=UTF-8",
					"APPLICATION/X-WWW-FORM-URLENCODED", "application/*", "*/*", "multipart/form-data;boundary=a",
					"application/octet-stream", "application/xml", "garbage", "text/plain;;", "text/plain;a")) {
				for (String body : List.of("", "{\"name\":\"\u00e4\",\"count\":1}", "a=1&b=2", "null", "{", "[]",
						"{\"name\":\"a\",\"count\":1} x", "[{\"name\":\"a\"}]")) {
					requests.add("POST " + path + "\r\n" + (type.isEmpty() ? "" : "Content-Type: " + type + "\r\n")
							+ "Content-Length: " + body.length() + "\r\n\r\n" + body);
				}
			}
			requests.add("POST " + path + "\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n"
					+ "3\r\nabc\r\n0\r\n\r\n");
			requests.add("POST " + path + "\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n"
					+ "0\r\n\r\n");
		}
		return requests;
	}

	@Test
	void everyAnswerIsThatOfWebFlux() {
		List<String> different = new ArrayList<>();
		for (String request : requests()) {
			String expected = ask(twin, request);
			String actual = ask(hot, request);
			if (!actual.equals(expected)) {
				different.add(request + "\n  WebFlux: " + expected + "\n  hot:     " + actual);
			}
		}
		assertThat(different).isEmpty();
		assertThat(hot.getBean(HotRoutes.class).snapshots()).noneMatch((route) -> route.lane().equals("webflux"));
		assertThat(hot.getBean(HotRoutes.class).snapshots().stream().mapToLong(HotRouteSnapshot::requests).sum())
			.isGreaterThan(200);
		assertThat(twin.getBean(HotRoutes.class).snapshots()).allMatch((route) -> route.lane().equals("webflux"));
	}

	/** What they say is told in words of their own: problem details. */
	@Test
	void everyErrorHasTheStatusThatWebFluxGivesIt() {
		for (String path : List.of("/gone", "/gone-later", "/own", "/broken", "/broken-later", "/unwritable")) {
			String request = "GET " + path + "\r\n";
			assertThat(ask(hot, request)).as(path).startsWith(ask(twin, request).substring(0, 3));
		}
	}

	private static String ask(ConfigurableApplicationContext context, String request) {
		int port = context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
		int line = request.indexOf("\r\n");
		boolean hasBody = request.contains("\r\n\r\n");
		try (RawClient client = new RawClient(port)) {
			client.send(request.substring(0, line) + " HTTP/1.1\r\nHost: test\r\nConnection: close"
					+ request.substring(line) + (hasBody ? "" : "\r\n"));
			RawClient.Response response = request.startsWith("HEAD") ? client.readHead() : client.read();
			return response.status() + " " + fields(response) + " " + varied(response.body());
		}
	}

	private static String fields(RawClient.Response response) {
		return Arrays.stream(response.head().split("\r\n"))
			.map((field) -> field.toLowerCase(Locale.ROOT))
			.filter((field) -> !field.isEmpty() && VARYING.stream().noneMatch(field::startsWith))
			.sorted()
			.toList()
			.toString();
	}

	private static String varied(String body) {
		return body.replaceAll("\"timestamp\":\"[^\"]*\"", "\"timestamp\"")
			.replaceAll("\"requestId\":\"[^\"]*\"", "\"requestId\"")
			.replaceAll("<div id='created'>.*?</div><div>\\[.*?\\]", "");
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Controller.class)
	static class Application {

	}

	record Item(@Nullable String name, int count) {
	}

	@ResponseStatus(HttpStatus.PAYMENT_REQUIRED)
	static class OwnException extends RuntimeException {

		private static final long serialVersionUID = 1L;

	}

	@RestController
	static class Controller {

		@Hot(permitAll = true)
		@GetMapping({ "/variable", "/variable/{id}" })
		String variable(@PathVariable(required = false) @Nullable String id) {
			return "variable " + id;
		}

		@Hot(permitAll = true)
		@GetMapping({ "/needed", "/needed/{id}" })
		String needed(@PathVariable String id) {
			return "needed " + id;
		}

		@Hot(permitAll = true)
		@GetMapping({ "/flag", "/flag/{id}" })
		String flag(@PathVariable(required = false) boolean id) {
			return "flag " + id;
		}

		@Hot(permitAll = true)
		@GetMapping({ "/number", "/number/{id}" })
		String number(@PathVariable(required = false) int id) {
			return "number " + id;
		}

		@Hot(permitAll = true)
		@GetMapping("/rest/{*rest}")
		String rest(@PathVariable String rest) {
			return "rest " + rest;
		}

		@Hot(permitAll = true)
		@GetMapping("/params")
		String params(@RequestParam String text, @RequestParam(defaultValue = "7") int number,
				@RequestParam(required = false) @Nullable List<Integer> list,
				@RequestParam(required = false) boolean flag,
				@RequestParam(required = false) @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) @Nullable LocalDate day,
				@RequestParam(required = false) @Nullable HttpStatus kind) {
			return text + " " + number + " " + list + " " + flag + " " + day + " " + kind;
		}

		@Hot(permitAll = true)
		@GetMapping("/headers")
		String headers(@RequestHeader("X-Text") String text,
				@RequestHeader(name = "X-List", required = false) @Nullable List<Integer> list) {
			return text + " " + list;
		}

		@Hot(permitAll = true)
		@GetMapping("/accepted")
		@ResponseStatus(HttpStatus.ACCEPTED)
		String accepted() {
			return "accepted";
		}

		@Hot(permitAll = true)
		@GetMapping("/nothing")
		@ResponseStatus(HttpStatus.ACCEPTED)
		@Nullable String nothing() {
			return null;
		}

		@Hot(permitAll = true)
		@GetMapping("/no-content")
		@ResponseStatus(HttpStatus.NO_CONTENT)
		Item noContent() {
			return new Item("dropped", 1);
		}

		@Hot(permitAll = true)
		@GetMapping("/null")
		@Nullable Item none() {
			return null;
		}

		@Hot(permitAll = true)
		@GetMapping("/null-mono")
		@Nullable Mono<Item> noMono() {
			return null;
		}

		@Hot(permitAll = true)
		@GetMapping("/json")
		Item json() {
			return new Item("\u00e4", 1);
		}

		@Hot(permitAll = true)
		@GetMapping("/later")
		Mono<Item> later() {
			return Mono.just(new Item("later", 1));
		}

		@Hot(permitAll = true)
		@GetMapping("/bytes")
		byte[] bytes() {
			return new byte[] { 'a', 'b' };
		}

		@Hot(blocking = true, permitAll = true)
		@GetMapping("/list")
		List<Item> list() {
			return List.of(new Item("a", 1), new Item(null, 2));
		}

		@Hot(permitAll = true)
		@GetMapping("/gone")
		String gone() {
			throw new org.springframework.web.server.ResponseStatusException(HttpStatus.GONE, "it is gone");
		}

		@Hot(permitAll = true)
		@GetMapping("/gone-later")
		Mono<String> goneLater() {
			return Mono
				.error(new org.springframework.web.server.ResponseStatusException(HttpStatus.GONE, "it is gone"));
		}

		@Hot(blocking = true, permitAll = true)
		@GetMapping("/own")
		String own() {
			throw new OwnException();
		}

		@Hot(permitAll = true)
		@GetMapping("/broken")
		String broken() throws Exception {
			throw new java.io.IOException("broken");
		}

		@Hot(permitAll = true)
		@GetMapping("/broken-later")
		Mono<String> brokenLater() {
			return Mono.error(new IllegalStateException("broken"));
		}

		@Hot(permitAll = true)
		@GetMapping("/unwritable")
		Unwritable unwritable() {
			return new Unwritable();
		}

		@Hot(permitAll = true)
		@DeleteMapping("/deleted/{id}")
		@ResponseStatus(HttpStatus.NO_CONTENT)
		@Nullable String deleted(@PathVariable int id) {
			return null;
		}

		@Hot(permitAll = true)
		@PostMapping("/text")
		String text(@RequestBody String body) {
			return "text " + body;
		}

		@Hot(permitAll = true)
		@PostMapping("/raw")
		byte[] raw(@RequestBody byte[] body) {
			return body;
		}

		@Hot(permitAll = true)
		@PostMapping("/item")
		@ResponseStatus(HttpStatus.CREATED)
		Item item(@RequestBody Item item) {
			return item;
		}

		@Hot(permitAll = true)
		@PostMapping("/items")
		List<Item> items(@RequestBody List<Item> items) {
			return items;
		}

		@Hot(permitAll = true)
		@PostMapping("/optional")
		String optional(@RequestBody(required = false) @Nullable String body) {
			return "optional " + body;
		}

		@Hot(permitAll = true)
		@PostMapping(path = "/consumes", consumes = "application/json")
		Mono<Item> consumes(@RequestBody Item item) {
			return Mono.just(item);
		}

		@Hot(permitAll = true)
		@PostMapping(path = "/consumes-text", consumes = { "text/plain", "text/csv" })
		String consumesText(@RequestBody String body) {
			return "consumes " + body;
		}

	}

	static class Unwritable {

		public String getName() {
			throw new IllegalStateException("unwritable");
		}

	}

}
