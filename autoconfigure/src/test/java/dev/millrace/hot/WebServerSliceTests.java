package dev.millrace.hot;

import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.web.server.test.AutoConfigureWebServer;
import org.springframework.boot.webflux.autoconfigure.HttpHandlerAutoConfiguration;
import org.springframework.boot.webflux.test.autoconfigure.AutoConfigureWebFlux;
import org.springframework.boot.webtestclient.autoconfigure.AutoConfigureWebTestClient;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.web.reactive.server.WebTestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Hot routes on a server that {@code @AutoConfigureWebServer} starts, without the
 * auto-configuration of an application. Spring Boot does not import the
 * {@code HttpHandler} of WebFlux with it.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, classes = WebServerSliceTests.Routes.class)
@AutoConfigureWebServer
@AutoConfigureWebFlux
@ImportAutoConfiguration(HttpHandlerAutoConfiguration.class)
@AutoConfigureWebTestClient
@TestPropertySource(properties = { "spring.reactor.netty.shutdown-quiet-period=0s", "millrace.drain.idle-grace=0s" })
class WebServerSliceTests {

	@Autowired
	private WebTestClient client;

	@Autowired
	private HotRoutes routes;

	@Test
	void routeIsAnsweredFromThePipeline() {
		this.client.get()
			.uri("/constant")
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody(String.class)
			.isEqualTo("constant");
		assertThat(this.routes.snapshots()).singleElement()
			.satisfies((route) -> assertThat(route.lane()).isEqualTo("byte"))
			.satisfies((route) -> assertThat(route.requests()).isOne());
	}

	/**
	 * All that the test has besides.
	 */
	@Configuration(proxyBeanMethods = false)
	static class Routes {

		@Bean
		HotRoute constant() {
			return HotRoute.get("/constant").permitAll().respond(HotResponse.text("constant"));
		}

	}

}
