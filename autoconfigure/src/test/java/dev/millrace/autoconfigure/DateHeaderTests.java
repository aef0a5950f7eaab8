package dev.millrace.autoconfigure;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

import dev.millrace.hot.HotResponse;
import dev.millrace.hot.HotRoute;
import dev.millrace.testing.RawClient;
import dev.millrace.testing.RawClient.Response;
import dev.millrace.testing.Requests;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.HttpClient;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every response says when it was made (RFC 9110 section 6.6.1), once.
 */
class DateHeaderTests {

	private static ConfigurableApplicationContext context;

	@BeforeAll
	static void start() {
		context = new SpringApplicationBuilder(Application.class).web(WebApplicationType.REACTIVE)
			.properties("server.port=0", "server.http2.enabled=true", "spring.main.banner-mode=off",
					"spring.reactor.netty.shutdown-quiet-period=0s", "millrace.drain.idle-grace=0s")
			.run();
	}

	@AfterAll
	static void stop() {
		context.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/constant", "/immediate", "/later", "/stream", "/raw", "/webflux", "/flux", "/nothing",
			"/broken" })
	void aResponseHasADate(String path) {
		try (RawClient client = new RawClient(Requests.port(context))) {
			for (int i = 0; i < 3; i++) {
				assertThat(Duration.between(date(client.get(path).read()), Instant.now()))
					.isBetween(Duration.ofSeconds(-1), Duration.ofSeconds(20));
			}
			client.send("HEAD " + path + " HTTP/1.1\r\nHost: test\r\n\r\n");
			assertThat(date(client.readHead())).isNotNull();
		}
		assertThat(HttpClient.newConnection()
			.protocol(HttpProtocol.H2C)
			.get()
			.uri("http://127.0.0.1:" + Requests.port(context) + path)
			.response()
			.block(Duration.ofSeconds(10))
			.responseHeaders()
			.getAll("date")).hasSize(1);
	}

	@Test
	void aRefusalHasADate() {
		try (RawClient client = new RawClient(Requests.port(context))) {
			assertThat(date(client.send("GET / HTTP/1.1\r\n\r\n").read())).isNotNull();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "/own", "/own-immediate", "/own-raw", "/own-webflux" })
	void theDateOfTheApplicationIsKept(String path) {
		try (RawClient client = new RawClient(Requests.port(context))) {
			for (int i = 0; i < 3; i++) {
				assertThat(date(client.get(path).read())).isEqualTo(Instant.parse("1994-11-06T08:49:37Z"));
			}
		}
	}

	@Test
	void theDateOfALateAnswerIsNotThatOfItsRequest() {
		try (RawClient slow = new RawClient(Requests.port(context))) {
			slow.get("/slow");
			Instant date = date(slow.read());
			assertThat(Duration.between(date, Instant.now())).isLessThan(Duration.ofSeconds(20));
			assertThat(date).isAfterOrEqualTo(Application.answered.minusSeconds(1));
		}
	}

	private static Instant date(Response response) {
		List<String> dates = response.head()
			.lines()
			.filter((line) -> line.toLowerCase(Locale.ROOT).startsWith("date: "))
			.toList();
		assertThat(dates).as(response.head()).hasSize(1);
		return ZonedDateTime.parse(dates.get(0).substring(6), DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
	}

	/**
	 * Answers of every kind.
	 */
	@RestController
	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		private static final String OWN = "Sun, 06 Nov 1994 08:49:37 GMT";

		private static volatile Instant answered = Instant.MIN;

		@Bean
		HotRoute constant() {
			return HotRoute.get("/constant").permitAll().respond(HotResponse.text("c"));
		}

		@Bean
		HotRoute immediate() {
			return HotRoute.get("/immediate").permitAll().handle((request) -> HotResponse.text("i"));
		}

		@Bean
		HotRoute later() {
			return HotRoute.get("/later").permitAll().handleAsync((request) -> Mono.just(HotResponse.text("l")));
		}

		@Bean
		HotRoute slow() {
			return HotRoute.get("/slow")
				.permitAll()
				.handleAsync((request) -> Mono.delay(Duration.ofMillis(1_600)).map((tick) -> {
					answered = Instant.now();
					return HotResponse.text("slow");
				}));
		}

		@Bean
		HotRoute stream() {
			return HotRoute.get("/stream").permitAll().stream("text/plain", (request) -> Mono.just(new byte[1]));
		}

		@Bean
		HotRoute broken() {
			return HotRoute.get("/broken").permitAll().handle((request) -> {
				throw new IllegalStateException("broken");
			});
		}

		@Bean
		HotRoute raw() {
			return raw("/raw", "");
		}

		@Bean
		HotRoute own() {
			return HotRoute.get("/own").permitAll().respond(HotResponse.text("o").header("Date", OWN));
		}

		@Bean
		HotRoute ownImmediate() {
			return HotRoute.get("/own-immediate")
				.permitAll()
				.handle((request) -> HotResponse.text("o").header("Date", OWN));
		}

		@Bean
		HotRoute ownRaw() {
			return raw("/own-raw", "Date: " + OWN + "\r\n");
		}

		private static HotRoute raw(String path, String lines) {
			return HotRoute.get(path)
				.permitAll()
				.raw((request, out) -> out
					.writeBytes(("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n" + lines + "\r\nr").getBytes()));
		}

		@GetMapping("/webflux")
		String webflux() {
			return "webflux";
		}

		@GetMapping(path = "/flux", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
		Flux<String> flux() {
			return Flux.just("a", "b");
		}

		@GetMapping("/own-webflux")
		ResponseEntity<String> ownWebflux() {
			return ResponseEntity.ok().header("Date", OWN).body("own");
		}

	}

}
