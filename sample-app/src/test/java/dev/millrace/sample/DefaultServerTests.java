package dev.millrace.sample;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.reactive.server.WebTestClient;

import static org.assertj.core.api.Assertions.assertThat;

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

	@Test
	void hotRoutesAreShownWithTheirRequests(@Autowired WebTestClient client) {
		client.get().uri("/plaintext").exchange().expectStatus().isOk();
		client.get()
			.uri("/actuator/millrace/hotroutes")
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody()
			.jsonPath("$.routes[?(@.pattern == '/plaintext')].kind")
			.isEqualTo("constant")
			.jsonPath("$.routes[?(@.pattern == '/plaintext')].lane")
			.isEqualTo("byte")
			.jsonPath("$.routes[?(@.pattern == '/plaintext')].requests")
			.value((requests) -> assertThat(requests).asInstanceOf(InstanceOfAssertFactories.list(Integer.class))
				.singleElement(InstanceOfAssertFactories.INTEGER)
				.isPositive());
	}

}
