package dev.millrace.autoconfigure;

import java.util.List;

import dev.millrace.exchange.foreign.WebFluxReasons;
import dev.millrace.exchange.foreign.WebFluxReasons.Reason;
import dev.millrace.hot.HotResponse;
import dev.millrace.hot.HotRoute;
import dev.millrace.hot.HotRouteSnapshot;
import dev.millrace.hot.HotRoutes;
import dev.millrace.testing.Requests;
import dev.millrace.transport.advice.TransportStatus;
import dev.millrace.transport.advice.Warning;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a reason of the server as a whole does to hot routes.
 */
@ExtendWith(OutputCaptureExtension.class)
class WebFluxReasonsTests {

	private static final Reason REASON = new Reason("test-setting", "a test said so", "do not say so");

	@Test
	void aReasonLeavesAllHotRoutesToWebFluxAndTheStartWarns(CapturedOutput output) {
		try (ConfigurableApplicationContext context = start(Application.class)) {
			assertThat(Requests.get(Requests.port(context), "/hot")).isEqualTo("hot");
			assertThat(lane(context)).isEqualTo("webflux because a test said so");
			assertThat(context.getBean(TransportStatus.class).warnings()).filteredOn(WebFluxReasonsTests::isOurs)
				.containsExactly(new Warning("test-setting",
						"All hot routes are served by WebFlux, because a test said so", "do not say so"));
			assertThat(output).containsOnlyOnce("test-setting: ");
		}
	}

	@Test
	void aReasonThatShowsLaterTakesTheRoutesFromThePipeline() {
		try (ConfigurableApplicationContext context = start(ReasonlessApplication.class)) {
			assertThat(lane(context)).isEqualTo("byte because null");
			context.getBean(WebFluxReasons.class).add(REASON);
			assertThat(lane(context)).isEqualTo("webflux because a test said so");
			assertThat(Requests.get(Requests.port(context), "/hot")).isEqualTo("hot");
			assertThat(context.getBean(HotRoutes.class).snapshots()).extracting(HotRouteSnapshot::requests)
				.containsExactly(0L);
		}
	}

	@Test
	void anApplicationWithoutHotRoutesIsNotWarned() {
		try (ConfigurableApplicationContext context = start(RoutelessApplication.class)) {
			assertThat(context.getBean(TransportStatus.class).warnings()).noneMatch(WebFluxReasonsTests::isOurs);
		}
	}

	@Test
	void aReasonIsKeptOnce() {
		WebFluxReasons reasons = new WebFluxReasons();
		assertThat(reasons.because(false)).isNull();
		reasons.add(REASON);
		reasons.add(new Reason("test-setting", "it was said again", ""));
		reasons.add(new Reason("other", "another", ""));
		assertThat(reasons.all()).extracting(Reason::because).containsExactly("a test said so", "another");
		assertThat(reasons.because(false)).isEqualTo("a test said so");
	}

	private static boolean isOurs(Warning warning) {
		return warning.code().equals("test-setting");
	}

	private static String lane(ConfigurableApplicationContext context) {
		List<HotRouteSnapshot> routes = context.getBean(HotRoutes.class).snapshots();
		assertThat(routes).hasSize(1);
		return routes.get(0).lane() + " because " + routes.get(0).because();
	}

	private static ConfigurableApplicationContext start(Class<?> application) {
		return new SpringApplicationBuilder(application).web(WebApplicationType.REACTIVE)
			.run("--server.port=0", "--spring.reactor.netty.shutdown-quiet-period=0s");
	}

	private static WebFluxReasons given() {
		WebFluxReasons reasons = new WebFluxReasons();
		reasons.add(REASON);
		return reasons;
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class ReasonlessApplication {

		@Bean
		HotRoute route() {
			return HotRoute.get("/hot").respond(HotResponse.text("hot"));
		}

	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		HotRoute route() {
			return HotRoute.get("/hot").respond(HotResponse.text("hot"));
		}

		@Bean
		WebFluxReasons reasons() {
			return given();
		}

	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class RoutelessApplication {

		@Bean
		WebFluxReasons reasons() {
			return given();
		}

	}

}
