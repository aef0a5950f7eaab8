package dev.millrace.hot.webflux;

import dev.millrace.hot.HotJson;
import dev.millrace.hot.HotResponse;
import dev.millrace.hot.HotRoute;
import dev.millrace.hot.HotRoutes;
import org.junit.jupiter.api.Test;

import org.springframework.test.web.reactive.server.WebTestClient;

/**
 * Tests for {@link WebFluxTwin} on its own.
 */
class WebFluxTwinTests {

	@Test
	void servesWithoutAnApplication() {
		HotRoutes routes = new HotRoutes("", HotJson.NONE);
		routes.register(HotRoute.get("/hello/{name}")
			.handle((request) -> HotResponse.text("Hello, " + request.pathVariable("name") + "!")));
		WebTestClient client = WebTestClient.bindToRouterFunction(new WebFluxTwin(routes, Runnable::run)).build();
		client.get()
			.uri("/hello/{name}", "J\u00fcrgen")
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody(String.class)
			.isEqualTo("Hello, J\u00fcrgen!");
		client.post().uri("/hello/World").exchange().expectStatus().isNotFound();
	}

}
