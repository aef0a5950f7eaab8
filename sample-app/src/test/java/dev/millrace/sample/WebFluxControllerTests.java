package dev.millrace.sample;

import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.webflux.test.autoconfigure.WebFluxTest;
import org.springframework.test.web.reactive.server.WebTestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Slice with one controller and nothing else of the application.
 */
@WebFluxTest(WebFluxController.class)
class WebFluxControllerTests {

	@Autowired
	private WebTestClient client;

	@Autowired
	private ObjectProvider<ServerStatus> status;

	@Test
	void controllerAnswers() {
		this.client.get()
			.uri("/webflux/plaintext")
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody(String.class)
			.isEqualTo("Hello, World!");
	}

	@Test
	void controllerRefusesBadInput() {
		this.client.get().uri("/webflux/slow?ms=abc").exchange().expectStatus().isBadRequest();
	}

	@Test
	void sliceHasNothingElse() {
		this.client.get().uri("/plaintext").exchange().expectStatus().isNotFound();
		assertThat(this.status.getIfAvailable()).isNull();
	}

}
