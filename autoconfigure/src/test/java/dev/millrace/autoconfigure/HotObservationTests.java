package dev.millrace.autoconfigure;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.millrace.hot.Hot;
import dev.millrace.hot.HotResponse;
import dev.millrace.hot.HotRoute;
import dev.millrace.testing.Requests;
import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.http.server.reactive.observation.DefaultServerRequestObservationConvention;
import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

import static dev.millrace.autoconfigure.Scrape.labels;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Which hot requests are observed one by one, and as what.
 */
public class HotObservationTests {

	@Test
	void aRouteThatAsksForItIsObserved() {
		try (ConfigurableApplicationContext context = start(Application.class)) {
			assertThat(Requests.answer(Requests.port(context), "/observed/1?a=b", "traceparent: 00-1-2-01",
					"Cookie: a=b; c=d"))
				.endsWith("/observed/{id}");
			get(context, "/plain");
			List<ServerRequestObservationContext> stopped = context.getBean(Observed.class).contexts();
			await().untilAsserted(() -> assertThat(stopped).hasSize(1));
			ServerRequestObservationContext observed = stopped.get(0);
			assertThat(observed.getContextualName()).isEqualTo("http get /observed/{id}");
			assertThat(observed.getLowCardinalityKeyValues()).containsExactly(KeyValue.of("exception", "none"),
					KeyValue.of("method", "GET"), KeyValue.of("outcome", "SUCCESS"), KeyValue.of("status", "200"),
					KeyValue.of("uri", "/observed/{id}"));
			assertThat(observed.getHighCardinalityKeyValues()).containsExactly(KeyValue.of("http.url", "/observed/1"));
			assertThat(observed.getGetter().get(observed.getCarrier(), "traceparent")).isEqualTo("00-1-2-01");
			assertThat(observed.getCarrier().getURI()).hasToString("http://localhost/observed/1?a=b");
			assertThat(observed.getCarrier().getCookies().getFirst("c")).hasToString("c=d");
			assertThat(observed.getCarrier().getRemoteAddress()).isNotNull();
			awaitCounts(context, Map.of(labels("GET", "SUCCESS", "200", "/observed/{id}"), 1,
					labels("GET", "SUCCESS", "200", "/plain"), 1));
		}
	}

	@Test
	void theObservationIsThatOfTheReactiveChain() {
		try (ConfigurableApplicationContext context = start(Application.class)) {
			assertThat(get(context, "/later")).isEqualTo("/later");
			assertThat(Requests.answer(Requests.port(context), "/stream")).contains("/stream");
			assertThat(get(context, "/blocking")).isEqualTo("/blocking");
			await().untilAsserted(() -> assertThat(context.getBean(Observed.class).contexts())
				.extracting(ServerRequestObservationContext::getPathPattern)
				.containsExactly("/later", "/stream", "/blocking"));
		}
	}

	@Test
	void aFailureIsObserved() {
		try (ConfigurableApplicationContext context = start(Application.class)) {
			get(context, "/broken");
			awaitCounts(context, Map.of(labels("GET", "SERVER_ERROR", "500", "/broken", "IllegalStateException"), 1));
			assertThat(context.getBean(Observed.class).contexts()).singleElement()
				.satisfies((observed) -> assertThat(observed.getError()).hasMessage("broken"));
		}
	}

	@Test
	void allRoutesAreObservedWhereTheConventionIsTheUsers() {
		try (ConfigurableApplicationContext context = start(CustomApplication.class)) {
			Requests.answer(Requests.port(context), "/plain", "X-Tenant: red");
			Requests.answer(Requests.port(context), "/plain", "X-Tenant: blue");
			Requests.answer(Requests.port(context), "/plain", "X-Tenant: blue");
			String plain = labels("GET", "SUCCESS", "200", "/plain");
			awaitCounts(context, Map.of(plain.replace("uri", "tenant=\"red\",uri"), 1,
					plain.replace("uri", "tenant=\"blue\",uri"), 2));
		}
	}

	@Test
	void allRoutesAreObservedWhereAHandlerIsTheUsers() {
		try (ConfigurableApplicationContext context = start(ListeningApplication.class)) {
			get(context, "/plain");
			await().untilAsserted(() -> assertThat(context.getBean(Stopped.class).contexts)
				.extracting(ServerRequestObservationContext::getPathPattern)
				.containsExactly("/plain"));
		}
	}

	@Test
	void aRequestThatIsPassedOnIsMeasuredOnce() {
		try (ConfigurableApplicationContext context = start(CustomApplication.class)) {
			assertThat(get(context, "/annotated/1")).isEqualTo("1");
			Requests.get(Requests.port(context), "/annotated/one");
			awaitCounts(context,
					Map.of(labels("GET", "SUCCESS", "200", "/annotated/{number}").replace("uri", "tenant=\"none\",uri"),
							1, labels("GET", "CLIENT_ERROR", "400", "/annotated/{number}", "ServerWebInputException")
								.replace("uri", "tenant=\"none\",uri"),
							1));
			assertThat(Scrape.of(context).text()).contains("millrace_hot_passed_seconds_count{");
		}
	}

	private static ConfigurableApplicationContext start(Class<?> application) {
		return new SpringApplicationBuilder(application).web(WebApplicationType.REACTIVE)
			.run("--server.port=0", "--management.endpoints.web.exposure.include=prometheus",
					"--spring.reactor.netty.shutdown-quiet-period=0s");
	}

	private static String get(ConfigurableApplicationContext context, String path) {
		return Requests.get(Requests.port(context), path);
	}

	private static void awaitCounts(ConfigurableApplicationContext context, Map<String, Integer> expected) {
		await().untilAsserted(() -> assertThat(Scrape.of(context).counts()).isEqualTo(expected));
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		/** Not a bean of type {@code ObservationHandler}: then all would be observed. */
		@Bean
		Observed observed(ObservationRegistry registry) {
			Stopped stopped = new Stopped();
			registry.observationConfig().observationHandler(stopped);
			return new Observed(stopped.contexts);
		}

		@Bean
		HotRoute observedRoute(ObservationRegistry registry) {
			return HotRoute.get("/observed/{id}")
				.permitAll()
				.observe()
				.handle((request) -> HotResponse.text(pattern(registry.getCurrentObservation())));
		}

		@Bean
		HotRoute later() {
			return HotRoute.get("/later")
				.permitAll()
				.observe()
				.handleAsync((request) -> Mono.deferContextual((chain) -> Mono
					.just(HotResponse.text(pattern(chain.get(ObservationThreadLocalAccessor.KEY))))));
		}

		@Bean
		HotRoute stream() {
			return HotRoute.get("/stream")
				.permitAll()
				.observe()
				.stream("text/plain", (request) -> Flux.deferContextual(
						(chain) -> Flux.just(pattern(chain.get(ObservationThreadLocalAccessor.KEY)).getBytes())));
		}

		@Bean
		HotRoute blocking(ObservationRegistry registry) {
			return HotRoute.get("/blocking")
				.permitAll()
				.observe()
				.handleBlocking((request) -> HotResponse.text(pattern(registry.getCurrentObservation())));
		}

		@Bean
		HotRoute broken() {
			return HotRoute.get("/broken").permitAll().observe().handle((request) -> {
				throw new IllegalStateException("broken");
			});
		}

		@Bean
		HotRoute plain(ObservationRegistry registry) {
			return HotRoute.get("/plain").permitAll().respond(HotResponse.text("plain"));
		}

		private static String pattern(Observation observation) {
			return ((ServerRequestObservationContext) observation.getContext()).getPathPattern();
		}

	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	static class CustomApplication extends Application {

		@Bean
		TenantConvention tenantConvention() {
			return new TenantConvention();
		}

		@Bean
		Controller controller() {
			return new Controller();
		}

	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	static class ListeningApplication extends Application {

		@Bean
		Stopped stopped() {
			return new Stopped();
		}

	}

	@RestController
	static class Controller {

		@Hot(permitAll = true)
		@GetMapping("/annotated/{number}")
		String annotated(@PathVariable int number) {
			return String.valueOf(number);
		}

	}

	/** Adds the tenant that a header names. */
	public static class TenantConvention extends DefaultServerRequestObservationConvention {

		@Override
		public KeyValues getLowCardinalityKeyValues(ServerRequestObservationContext context) {
			String tenant = context.getCarrier().getHeaders().getFirst("X-Tenant");
			return super.getLowCardinalityKeyValues(context).and("tenant", (tenant != null) ? tenant : "none");
		}

	}

	record Observed(List<ServerRequestObservationContext> contexts) {
	}

	/** The observations of all requests but those to the actuator. */
	public static class Stopped implements ObservationHandler<ServerRequestObservationContext> {

		private final List<ServerRequestObservationContext> contexts = new CopyOnWriteArrayList<>();

		@Override
		public boolean supportsContext(Observation.Context context) {
			return context instanceof ServerRequestObservationContext request
					&& !request.getCarrier().getPath().value().startsWith("/actuator");
		}

		@Override
		public void onStop(ServerRequestObservationContext context) {
			this.contexts.add(context);
		}

	}

}
