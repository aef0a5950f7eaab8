package dev.millrace.autoconfigure;

import java.time.Duration;

import dev.millrace.actuate.HotRoutesEndpoint;
import dev.millrace.autoconfigure.actuate.HotRoutesEndpointAutoConfiguration;
import dev.millrace.autoconfigure.hot.HotPathAutoConfiguration;
import dev.millrace.hot.HotResponse;
import dev.millrace.hot.HotRoute;
import dev.millrace.testing.Requests;
import dev.millrace.testing.RunningServers;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.json.BasicJsonTester;
import org.springframework.boot.test.json.JsonContent;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.web.server.WebFilter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What {@code /actuator/millrace/hotroutes} tells.
 */
class HotRoutesEndpointTests {

	private static final String PATH = "/actuator/millrace/hotroutes";

	private final BasicJsonTester json = new BasicJsonTester(getClass());

	private final ReactiveWebApplicationContextRunner runner = RunningServers.runner()
		.withConfiguration(
				AutoConfigurations.of(HotRoutesEndpointAutoConfiguration.class, HotPathAutoConfiguration.class));

	@Test
	void routesAreShownWithTheirFigures() {
		try (ConfigurableApplicationContext context = start(Application.class, "millrace.hot-path.byte-lane=false")) {
			int port = Requests.port(context);
			for (int i = 0; i < 100; i++) {
				assertThat(Requests.get(port, "/hot/" + i)).isEqualTo("hot");
			}
			Requests.get(port, "/later");
			Requests.get(port, "/broken");
			await().untilAsserted(() -> {
				JsonContent<Object> body = this.json.from(Requests.get(port, PATH));
				assertThat(body).extractingJsonPathArrayValue("$.routes[*].pattern")
					.containsExactly("/broken", "/hot/{id}", "/hot/{id}", "/later");
				assertThat(body).extractingJsonPathArrayValue("$.routes[*].method")
					.containsExactly("GET", "DELETE", "GET", "GET");
				assertThat(body).extractingJsonPathArrayValue("$.routes[*].kind")
					.containsExactly("immediate", "constant", "constant", "asynchronous");
				assertThat(body).extractingJsonPathArrayValue("$.routes[*].lane").containsOnly("object");
				assertThat(body).extractingJsonPathArrayValue("$.routes[*].requests").containsExactly(1, 0, 100, 1);
				assertThat(body).extractingJsonPathArrayValue("$.routes[*].errors").containsExactly(1, 0, 0, 0);
				assertThat(body).extractingJsonPathValue("$.routes[0].because").isNull();
				assertThat(body).extractingJsonPathValue("$.routes[1].latency.count").isEqualTo(0);
				double median = latency(body, 2, "p50Micros");
				assertThat(median).isBetween(0.0, 1_000_000.0);
				assertThat(latency(body, 2, "p90Micros")).isGreaterThanOrEqualTo(median);
				assertThat(latency(body, 2, "p99Micros")).isGreaterThanOrEqualTo(latency(body, 2, "p90Micros"));
				assertThat(latency(body, 2, "p999Micros")).isGreaterThanOrEqualTo(latency(body, 2, "p99Micros"));
				assertThat(latency(body, 2, "maxMicros")).isGreaterThanOrEqualTo(latency(body, 2, "p999Micros"));
				assertThat(latency(body, 3, "p50Micros")).isGreaterThanOrEqualTo(20_000.0);
			});
		}
	}

	private static double latency(JsonContent<Object> body, int route, String percentile) {
		StringBuilder found = new StringBuilder();
		String path = "$.routes[" + route + "].latency." + percentile;
		assertThat(body).extractingJsonPathNumberValue(path).satisfies((value) -> found.append(value));
		return Double.parseDouble(found.toString());
	}

	@Test
	void theReasonIsShownWhyARouteIsLeftToWebFlux() {
		try (ConfigurableApplicationContext context = start(FilteredApplication.class)) {
			assertThat(Requests.get(Requests.port(context), "/undeclared")).isEqualTo("undeclared");
			JsonContent<Object> body = this.json.from(Requests.get(Requests.port(context), PATH));
			assertThat(body).extractingJsonPathStringValue("$.routes[4].pattern").isEqualTo("/undeclared");
			assertThat(body).extractingJsonPathStringValue("$.routes[4].lane").isEqualTo("webflux");
			assertThat(body).extractingJsonPathStringValue("$.routes[4].because")
				.isEqualTo("bean 'filter' (a WebFilter)");
			assertThat(body).extractingJsonPathNumberValue("$.routes[4].requests").isEqualTo(0);
		}
	}

	@Test
	void itIsThereWhenExposed() {
		this.runner.withPropertyValues("management.endpoints.web.exposure.include=millracehotroutes")
			.run((context) -> assertThat(context).hasSingleBean(HotRoutesEndpoint.class));
	}

	@Test
	void itIsNotThereWhenNotExposed() {
		this.runner.run((context) -> assertThat(context).doesNotHaveBean(HotRoutesEndpoint.class));
	}

	@Test
	void itIsNotThereWithoutTheActuator() {
		this.runner.withPropertyValues("management.endpoints.web.exposure.include=millracehotroutes")
			.withClassLoader(new FilteredClassLoader(Endpoint.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("millraceHotRoutesEndpoint"));
	}

	@Test
	void routesOfTheByteLaneAreShownWithTheirFigures() {
		try (ConfigurableApplicationContext context = start(Application.class)) {
			int port = Requests.port(context);
			for (int i = 0; i < 100; i++) {
				assertThat(Requests.get(port, "/hot/" + i)).isEqualTo("hot");
			}
			Requests.get(port, "/broken");
			await().untilAsserted(() -> {
				JsonContent<Object> body = this.json.from(Requests.get(port, PATH));
				assertThat(body).extractingJsonPathArrayValue("$.routes[*].lane")
					.containsExactly("byte", "object", "byte", "object");
				assertThat(body).extractingJsonPathArrayValue("$.routes[*].because")
					.containsExactly(null, "it is neither for GET nor for HEAD", null, "it does not answer at once");
				assertThat(body).extractingJsonPathArrayValue("$.routes[*].requests").containsExactly(1, 0, 100, 0);
				assertThat(body).extractingJsonPathArrayValue("$.routes[*].errors").containsExactly(1, 0, 0, 0);
			});
		}
	}

	private static ConfigurableApplicationContext start(Class<?> application, String... properties) {
		return new SpringApplicationBuilder(application).web(WebApplicationType.REACTIVE)
			.properties(properties)
			.run("--server.port=0", "--management.endpoints.web.exposure.include=millracehotroutes",
					"--spring.reactor.netty.shutdown-quiet-period=0s");
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		HotRoute hot() {
			return HotRoute.get("/hot/{id}").permitAll().respond(HotResponse.text("hot"));
		}

		@Bean
		HotRoute delete() {
			return HotRoute.delete("/hot/{id}").permitAll().respond(HotResponse.status(204));
		}

		@Bean
		HotRoute later() {
			return HotRoute.get("/later")
				.permitAll()
				.handleAsync((request) -> Mono.delay(Duration.ofMillis(20)).map((tick) -> HotResponse.text("later")));
		}

		@Bean
		HotRoute broken() {
			return HotRoute.get("/broken").permitAll().handle((request) -> {
				throw new IllegalStateException("broken");
			});
		}

	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	static class FilteredApplication extends Application {

		@Bean
		HotRoute undeclared() {
			return HotRoute.get("/undeclared").respond(HotResponse.text("undeclared"));
		}

		@Bean
		WebFilter filter() {
			return (exchange, chain) -> chain.filter(exchange);
		}

	}

}
