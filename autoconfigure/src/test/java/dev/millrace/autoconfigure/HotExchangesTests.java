package dev.millrace.autoconfigure;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import dev.millrace.actuate.HotExchangeRecorder;
import dev.millrace.exchange.FilterChain;
import dev.millrace.hot.Hot;
import dev.millrace.hot.HotResponse;
import dev.millrace.hot.HotRoute;
import dev.millrace.hot.HotRouteSnapshot;
import dev.millrace.hot.HotRoutes;
import dev.millrace.testing.RawClient;
import dev.millrace.testing.Requests;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.actuate.web.exchanges.HttpExchange;
import org.springframework.boot.actuate.web.exchanges.HttpExchangeRepository;
import org.springframework.boot.actuate.web.exchanges.InMemoryHttpExchangeRepository;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code /actuator/httpexchanges} has hot requests beside those that WebFlux answers.
 */
class HotExchangesTests {

	@Test
	void hotRequestsAreRecordedAsWebFluxRecordsItsOwn() {
		List<HttpExchange> hot = recorded("--millrace.enabled=true");
		List<HttpExchange> stock = recorded("--millrace.enabled=false");
		assertThat(hot).extracting(HotExchangesTests::summary)
			.containsExactlyElementsOf(stock.stream().map(HotExchangesTests::summary).toList());
		assertThat(hot).hasSize(9).allSatisfy((exchange) -> {
			assertThat(exchange.getTimeTaken()).isPositive();
			assertThat(exchange.getRequest().getRemoteAddress()).isNull();
		});
	}

	/** What does not depend on who sent the response, whatever the case of names. */
	private static List<Object> summary(HttpExchange exchange) {
		Map<String, List<String>> sent = anyCase(exchange.getRequest().getHeaders());
		Map<String, List<String>> answered = anyCase(exchange.getResponse().getHeaders());
		return Arrays.asList(exchange.getRequest().getMethod(), exchange.getRequest().getUri(), sent,
				exchange.getResponse().getStatus(), answered.get("Content-Type"), answered.get("X-Route"),
				answered.get("Set-Cookie"));
	}

	private static Map<String, List<String>> anyCase(Map<String, List<String>> headers) {
		Map<String, List<String>> sorted = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
		sorted.putAll(headers);
		return sorted;
	}

	private static List<HttpExchange> recorded(String... arguments) {
		try (ConfigurableApplicationContext context = start(arguments)) {
			try (RawClient client = new RawClient(Requests.port(context))) {
				for (String target : List.of("/constant", "/constant?a=b", "/immediate/1", "/later", "/stream", "/raw",
						"/annotated/1", "/annotated/x", "/nothing")) {
					client
						.send("GET " + target
								+ " HTTP/1.1\r\nHost: test:81\r\nX-Seen: 1\r\nX-Seen: 2\r\nCookie: a=b\r\n"
								+ "Authorization: Basic x\r\n\r\n")
						.read();
				}
			}
			return context.getBean(HttpExchangeRepository.class).findAll();
		}
	}

	@Test
	void whatIsIncludedIsConfigured() {
		try (ConfigurableApplicationContext context = start(
				"--management.httpexchanges.recording.include=remote-address,cookie-headers,request-headers")) {
			Requests.answer(Requests.port(context), "/constant", "Cookie: a=b");
			assertThat(context.getBean(HttpExchangeRepository.class).findAll()).singleElement()
				.satisfies((exchange) -> {
					assertThat(exchange.getRequest().getRemoteAddress()).isEqualTo("/127.0.0.1");
					assertThat(exchange.getRequest().getHeaders()).containsEntry("Cookie", List.of("a=b"));
					assertThat(exchange.getResponse().getHeaders()).isEmpty();
					assertThat(exchange.getTimeTaken()).isNull();
				});
		}
	}

	@Test
	void theEndpointSaysWhatTheRecorderCosts() {
		try (ConfigurableApplicationContext context = start()) {
			assertThat(constant(context).lane()).isEqualTo("byte");
			assertThat(constant(context).filters()).containsEntry(HotExchangeRecorder.class.getName(),
					FilterChain.Cost.EXCHANGE);
		}
	}

	@Test
	void nothingIsRecordedWhereRecordingIsSwitchedOff() {
		try (ConfigurableApplicationContext context = start("--management.httpexchanges.recording.enabled=false")) {
			Requests.answer(Requests.port(context), "/constant");
			assertThat(context.getBean(HttpExchangeRepository.class).findAll()).isEmpty();
			assertThat(constant(context).lane()).isEqualTo("byte");
		}
	}

	private static HotRouteSnapshot constant(ConfigurableApplicationContext context) {
		return context.getBean(HotRoutes.class)
			.snapshots()
			.stream()
			.filter((route) -> route.pattern().equals("/constant"))
			.findAny()
			.orElseThrow();
	}

	private static ConfigurableApplicationContext start(String... arguments) {
		return new SpringApplicationBuilder(Application.class).web(WebApplicationType.REACTIVE)
			.properties("server.port=0", "spring.main.banner-mode=off", "spring.reactor.netty.shutdown-quiet-period=0s",
					"millrace.drain.idle-grace=0s")
			.run(arguments);
	}

	/**
	 * An application that records exchanges.
	 */
	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Controller.class)
	static class Application {

		@Bean
		InMemoryHttpExchangeRepository exchanges() {
			return new InMemoryHttpExchangeRepository();
		}

		@Bean
		HotRoute constant() {
			return HotRoute.get("/constant")
				.respond(HotResponse.text("constant").header("X-Route", "constant").header("Set-Cookie", "c=d"));
		}

		@Bean
		HotRoute immediate() {
			return HotRoute.get("/immediate/{id}")
				.permitAll()
				.handle((request) -> HotResponse.text("i").withStatus(202).header("X-Route", "immediate"));
		}

		@Bean
		HotRoute later() {
			return HotRoute.get("/later").permitAll().handleAsync((request) -> Mono.just(HotResponse.status(204)));
		}

		@Bean
		HotRoute stream() {
			return HotRoute.get("/stream").permitAll().stream("text/csv", (request) -> Mono.just(new byte[1]));
		}

		@Bean
		HotRoute raw() {
			return HotRoute.get("/raw")
				.permitAll()
				.raw((request, out) -> out.writeBytes(
						"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nX-Route: raw\r\nContent-Type: text/plain\r\n\r\n"
							.getBytes()));
		}

	}

	/**
	 * A controller with a hot method.
	 */
	@RestController
	static class Controller {

		@Hot(permitAll = true)
		@GetMapping("/annotated/{id}")
		String annotated(@PathVariable int id) {
			return "annotated " + id;
		}

	}

}
