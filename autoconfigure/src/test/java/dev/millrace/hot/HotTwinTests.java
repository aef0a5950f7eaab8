package dev.millrace.hot;

import org.junit.jupiter.api.Test;

import org.springframework.test.web.reactive.server.WebTestClient;

/**
 * Tests for {@link HotTwin} on its own.
 */
class HotTwinTests {

	@Test
	void servesWithoutAnApplication() {
		HotRoutes routes = new HotRoutes("", HotJson.NONE);
		routes.register(HotRoute.get("/hello/{name}")
			.handle((request) -> HotResponse.text("Hello, " + request.pathVariable("name") + "!")));
		WebTestClient client = WebTestClient.bindToRouterFunction(HotLanes.webFlux(routes, Runnable::run)).build();
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
