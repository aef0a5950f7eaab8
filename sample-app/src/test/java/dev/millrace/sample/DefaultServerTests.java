package dev.millrace.sample;

import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.reactive.server.WebTestClient;

/**
 * Application as it is configured.
 */
class DefaultServerTests extends AbstractServerTests {

	@Test
	void statsShowTheWorkersAndTheirTotal(@Autowired WebTestClient client) {
		client.get()
			.uri("/stats")
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody()
			.jsonPath("$.server.workers[0].name")
			.isEqualTo("millrace-1")
			.jsonPath("$.server.total.connections.active")
			.isNumber()
			.jsonPath("$.server.total.requests")
			.isNumber();
	}

}
