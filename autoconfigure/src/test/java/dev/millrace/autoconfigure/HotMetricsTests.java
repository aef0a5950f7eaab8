package dev.millrace.autoconfigure;

import java.time.Duration;
import java.util.Map;

import dev.millrace.hot.Hot;
import dev.millrace.hot.HotRequestListener;
import dev.millrace.hot.HotResponse;
import dev.millrace.hot.HotRoute;
import dev.millrace.testing.RawClient;
import dev.millrace.testing.Requests;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.config.MeterFilter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Profile;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

import static dev.millrace.autoconfigure.Scrape.labels;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What is measured of a real server that answers hot and WebFlux requests.
 */
@ExtendWith(OutputCaptureExtension.class)
class HotMetricsTests {

	private static final String HISTOGRAMS = "--management.metrics.distribution.percentiles-histogram.http.server.requests=true";

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void hotAndWebFluxRequestsAreScrapedSideBySide(boolean byteLane, CapturedOutput output) {
		try (ConfigurableApplicationContext context = start(HISTOGRAMS, "--millrace.hot-path.byte-lane=" + byteLane)) {
			for (int i = 0; i < 40; i++) {
				get(context, "/hot/" + i);
				get(context, "/controller/" + i);
			}
			String hot = labels("GET", "SUCCESS", "200", "/hot/{id}");
			String controller = labels("GET", "SUCCESS", "200", "/controller/{id}");
			awaitCounts(context, Map.of(hot, 40, controller, 40));
			Scrape scrape = Scrape.of(context);
			assertThat(scrape.bounds(hot)).hasSizeGreaterThan(60).isEqualTo(scrape.bounds(controller));
			assertThat(scrape.text()).containsOnlyOnce("# TYPE http_server_requests_seconds ")
				.contains("# TYPE http_server_requests_seconds histogram")
				.contains("http_server_requests_seconds_bucket{" + hot + ",le=\"+Inf\"} 40")
				.contains("http_server_requests_seconds_max{" + hot + "}");
			assertThat(scrape.text()
				.lines()
				.filter((line) -> line.startsWith("http_server_requests_seconds_sum{" + hot))
				.map((line) -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))).singleElement()
				.satisfies((seconds) -> assertThat(seconds).isBetween(1e-6, 10.0));
			assertThat(output).doesNotContain("refused").doesNotContain("registration has failed");
		}
	}

	@Test
	void bothLanesAreMeasuredAlike() {
		Map<String, Integer> expected = Map.of(labels("GET", "SUCCESS", "200", "/hot/{id}"), 2,
				labels("HEAD", "SUCCESS", "200", "/hot/{id}"), 1, labels("GET", "SUCCESS", "200", "/constant"), 1,
				labels("POST", "SUCCESS", "201", "/later"), 1, labels("GET", "CLIENT_ERROR", "404", "/empty"), 1,
				labels("GET", "SERVER_ERROR", "500", "/broken", "IllegalStateException"), 1,
				labels("GET", "SERVER_ERROR", "500", "/checked", "InterruptedException"), 1,
				labels("PUT", "CLIENT_ERROR", "405", "/constant"), 1);
		for (String enabled : new String[] { "true", "false" }) {
			try (ConfigurableApplicationContext context = start("--millrace.enabled=" + enabled);
					RawClient client = new RawClient(Requests.port(context))) {
				client.get("/hot/1").read();
				client.get("/hot/2").read();
				client.send("HEAD /hot/3 HTTP/1.1\r\nHost: test\r\n\r\n").readHead();
				client.get("/constant").read();
				client.send("POST /later HTTP/1.1\r\nHost: test\r\nContent-Length: 2\r\n\r\nhi").read();
				client.get("/empty").read();
				client.get("/broken").read();
				client.get("/checked").read();
				client.send("PUT /constant HTTP/1.1\r\nHost: test\r\nContent-Length: 0\r\n\r\n").read();
				awaitCounts(context, expected);
			}
		}
	}

	@Test
	void controllersAndExceptionsWithAStatusAreMeasuredAlike() {
		Map<String, Integer> expected = Map.of(labels("GET", "CLIENT_ERROR", "410", "/gone", "ResponseStatusException"),
				1, labels("GET", "CLIENT_ERROR", "410", "/gone-later", "ResponseStatusException"), 1,
				labels("GET", "CLIENT_ERROR", "410", "/controller-gone", "ResponseStatusException"), 1,
				labels("GET", "SUCCESS", "200", "/annotated/{number}"), 1,
				labels("GET", "CLIENT_ERROR", "400", "/annotated/{number}", "ServerWebInputException"), 1);
		for (String enabled : new String[] { "true", "false" }) {
			try (ConfigurableApplicationContext context = start("--millrace.enabled=" + enabled)) {
				get(context, "/gone");
				get(context, "/gone-later");
				get(context, "/controller-gone");
				get(context, "/annotated/1");
				get(context, "/annotated/one");
				awaitCounts(context, expected);
			}
		}
	}

	@Test
	void patternsAreWithoutTheBasePathAsThoseOfWebFluxAre() {
		try (ConfigurableApplicationContext context = start("--spring.webflux.base-path=/base",
				"--management.server.port=0")) {
			assertThat(get(context, "/base/hot/1")).isEqualTo("1");
			assertThat(get(context, "/base/controller/1")).isEqualTo("1");
			awaitCount(context, labels("GET", "SUCCESS", "200", "/controller/{id}"), 1);
			awaitCount(context, labels("GET", "SUCCESS", "200", "/hot/{id}"), 1);
		}
	}

	@Test
	void aClientThatLeavesIsMeasured() {
		try (ConfigurableApplicationContext context = start()) {
			try (RawClient client = new RawClient(Requests.port(context))) {
				client.get("/never");
				await().until(() -> context.getBean(Application.class).started);
			}
			awaitCounts(context, Map.of(labels("GET", "UNKNOWN", "UNKNOWN", "/never"), 1));
		}
	}

	@Test
	void settingsOfTheApplicationApply() {
		try (ConfigurableApplicationContext context = start("--management.metrics.tags.region=north",
				"--management.observations.key-values.team=blue",
				"--management.observations.http.server.requests.name=web")) {
			get(context, "/constant");
			get(context, "/controller/1");
			MeterRegistry meters = context.getBean(MeterRegistry.class);
			await().untilAsserted(() -> assertThat(meters.find("web").tag("uri", "/constant").timer()).isNotNull()
				.extracting(Timer::count)
				.isEqualTo(1L));
			Timer controller = meters.get("web").tag("uri", "/controller/{id}").timer();
			assertThat(meters.get("web").tag("uri", "/constant").timer().getId().getTags()).hasSize(8)
				.usingElementComparator((one, other) -> one.getKey().compareTo(other.getKey()))
				.isEqualTo(controller.getId().getTags());
			assertThat(meters.find("http.server.requests").timers()).isEmpty();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "--management.metrics.enable.http.server.requests=false",
			"--management.observations.enable.http.server.requests=false" })
	void nothingIsMeasuredWhenTheMeterIsDisabled(String property) {
		try (ConfigurableApplicationContext context = start(property)) {
			get(context, "/constant");
			context.getBean(HotRequestListener.class).flush().join();
			assertThat(Scrape.of(context).text()).contains("jvm_").doesNotContain("http_server_requests_seconds");
		}
	}

	@Test
	void nothingIsMeasuredThatAFilterDenies() {
		try (ConfigurableApplicationContext context = start("--spring.profiles.active=denied")) {
			get(context, "/constant");
			get(context, "/hot/1");
			awaitCounts(context, Map.of(labels("GET", "SUCCESS", "200", "/hot/{id}"), 1));
		}
	}

	@Test
	void theLastSecondIsRecordedWhenTheApplicationStops() {
		MeterRegistry meters;
		try (ConfigurableApplicationContext context = start()) {
			meters = context.getBean(MeterRegistry.class);
			get(context, "/constant");
		}
		assertThat(meters.get("http.server.requests").tag("uri", "/constant").timer().count()).isEqualTo(1);
	}

	private static ConfigurableApplicationContext start(String... arguments) {
		return new SpringApplicationBuilder(Application.class).web(WebApplicationType.REACTIVE)
			.properties("server.port=0", "management.endpoints.web.exposure.include=prometheus",
					"spring.reactor.netty.shutdown-quiet-period=0s", "millrace.drain.idle-grace=0s")
			.run(arguments);
	}

	private static String get(ConfigurableApplicationContext context, String path) {
		return Requests.get(Requests.port(context), path);
	}

	private static void awaitCounts(ConfigurableApplicationContext context, Map<String, Integer> expected) {
		await().atMost(Duration.ofSeconds(10))
			.untilAsserted(() -> assertThat(Scrape.of(context).counts()).containsExactlyInAnyOrderEntriesOf(expected));
	}

	private static void awaitCount(ConfigurableApplicationContext context, String labels, int expected) {
		String[] pairs = labels.replace("\"", "").split("[,=]");
		await().atMost(Duration.ofSeconds(10))
			.untilAsserted(() -> assertThat(
					context.getBean(MeterRegistry.class).find("http.server.requests").tags(pairs).timer())
				.isNotNull()
				.extracting(Timer::count)
				.isEqualTo((long) expected));
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		private volatile boolean started;

		@Bean
		HotRoute hot() {
			return HotRoute.get("/hot/{id}")
				.permitAll()
				.handle((request) -> HotResponse.text(request.pathVariable("id")));
		}

		@Bean
		HotRoute constant() {
			return HotRoute.get("/constant").permitAll().exclusive().respond(HotResponse.text("constant"));
		}

		@Bean
		HotRoute later() {
			return HotRoute.post("/later")
				.permitAll()
				.handleAsync((request) -> Mono.delay(Duration.ofMillis(1)).map((tick) -> HotResponse.status(201)));
		}

		@Bean
		HotRoute empty() {
			return HotRoute.get("/empty").permitAll().handleAsync((request) -> Mono.empty());
		}

		@Bean
		HotRoute broken() {
			return HotRoute.get("/broken").permitAll().handle((request) -> {
				throw new IllegalStateException("broken");
			});
		}

		@Bean
		HotRoute checked() {
			return HotRoute.get("/checked").permitAll().handle((request) -> {
				throw new InterruptedException("checked");
			});
		}

		@Bean
		HotRoute gone() {
			return HotRoute.get("/gone").permitAll().handle((request) -> {
				throw new ResponseStatusException(HttpStatus.GONE);
			});
		}

		@Bean
		HotRoute goneLater() {
			return HotRoute.get("/gone-later")
				.permitAll()
				.handleAsync((request) -> Mono.delay(Duration.ofMillis(1))
					.flatMap((tick) -> Mono.error(new ResponseStatusException(HttpStatus.GONE))));
		}

		@Bean
		HotRoute never() {
			return HotRoute.get("/never").permitAll().handleAsync((request) -> {
				this.started = true;
				return Mono.never();
			});
		}

		@Bean
		@Profile("denied")
		MeterFilter denied() {
			return MeterFilter.deny((id) -> "/constant".equals(id.getTag("uri")));
		}

		@Bean
		Controller controller() {
			return new Controller();
		}

	}

	@RestController
	static class Controller {

		@GetMapping("/controller/{id}")
		String controller(@PathVariable String id) {
			return id;
		}

		@Hot(permitAll = true)
		@GetMapping("/annotated/{number}")
		String annotated(@PathVariable int number) {
			return String.valueOf(number);
		}

		@Hot(permitAll = true)
		@GetMapping("/controller-gone")
		String gone() {
			throw new ResponseStatusException(HttpStatus.GONE);
		}

	}

}
