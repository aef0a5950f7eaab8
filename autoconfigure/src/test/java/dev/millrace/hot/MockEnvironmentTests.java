package dev.millrace.hot;

import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webtestclient.autoconfigure.AutoConfigureWebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient;

/**
 * Hot routes under a client that calls WebFlux without a server, while Millrace is
 * switched on.
 */
@SpringBootTest(classes = HotApplication.class)
@AutoConfigureWebTestClient
class MockEnvironmentTests {

	@Autowired
	private WebTestClient client;

	@Test
	void constantIsServed() {
		this.client.get()
			.uri("/constant")
			.exchange()
			.expectStatus()
			.isOk()
			.expectHeader()
			.valueEquals("x-kind", "constant");
	}

	@Test
	void methodIsServed() {
		this.client.get().uri("/annotated/text/7").exchange().expectBody(String.class).isEqualTo("7x1 null null");
	}

}
