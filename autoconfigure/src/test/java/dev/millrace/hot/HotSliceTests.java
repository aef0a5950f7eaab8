package dev.millrace.hot;

import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.webflux.test.autoconfigure.WebFluxTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Hot routes in the slice of WebFlux, {@code @WebFluxTest}.
 */
@WebFluxTest
@ContextConfiguration(classes = HotSliceTests.Application.class)
@Import(HotSliceTests.ImportedRoutes.class)
class HotSliceTests {

	@Autowired
	private WebTestClient client;

	@Autowired
	private HotRoutes routes;

	@Test
	void routeOfTheApplicationIsServed() {
		this.client.get()
			.uri("/constant")
			.exchange()
			.expectStatus()
			.isOk()
			.expectHeader()
			.valueEquals(HttpHeaders.CONTENT_TYPE, "text/plain;charset=UTF-8")
			.expectBody(String.class)
			.isEqualTo("constant");
	}

	@Test
	void routeOfAnImportedConfigurationIsServedWithTheApplicationsJson() {
		this.client.get()
			.uri("/items/{name}", "a b")
			.exchange()
			.expectStatus()
			.isOk()
			.expectHeader()
			.contentType(MediaType.APPLICATION_JSON)
			.expectBody()
			.jsonPath("$.name")
			.isEqualTo("a b");
	}

	@Test
	void hotMethodIsServed() {
		this.client.get()
			.uri("/greetings/{name}", "x")
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody(String.class)
			.isEqualTo("Hello, x!");
	}

	@Test
	void allAreServedByWebFlux() {
		assertThat(this.routes.snapshots()).hasSize(3).allMatch((route) -> route.lane().equals("webflux"));
	}

	record Item(String name) {
	}

	/**
	 * The application.
	 */
	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Greetings.class)
	static class Application {

		@Bean
		HotRoute constant() {
			return HotRoute.get("/constant").permitAll().respond(HotResponse.text("constant"));
		}

	}

	/**
	 * A configuration that the slice does not find by itself.
	 */
	@Configuration(proxyBeanMethods = false)
	static class ImportedRoutes {

		@Bean
		HotRoute item() {
			return HotRoute.get("/items/{name}")
				.permitAll()
				.handle((request) -> HotResponse.json(new Item(request.pathVariable("name"))));
		}

	}

	/**
	 * A controller with a hot method.
	 */
	@RestController
	static class Greetings {

		@Hot(permitAll = true)
		@GetMapping("/greetings/{name}")
		String greet(@PathVariable String name) {
			return "Hello, " + name + "!";
		}

	}

}
