package dev.millrace.autoconfigure;

import java.time.Duration;

import dev.millrace.hot.HotResponse;
import dev.millrace.hot.HotRoute;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * What the user reads about hot routes at the start.
 */
@ExtendWith(OutputCaptureExtension.class)
class HotRouteReportTests {

	private static String failed(Class<?> application, CapturedOutput output) {
		assertThatException().isThrownBy(() -> start(application));
		return output.getOut().substring(output.getOut().indexOf("APPLICATION FAILED TO START"));
	}

	private static void start(Class<?> application) {
		new SpringApplicationBuilder(Everything.class, application).web(WebApplicationType.REACTIVE)
			.run("--server.port=0", "--spring.reactor.netty.shutdown-quiet-period=0s", "--millrace.transport.workers=1",
					"--millrace.drain.idle-grace=0s")
			.close();
	}

	@Test
	void aWrongPatternIsReportedWithItsBeanAndItsLine(CapturedOutput output) {
		assertThat(failed(WrongPattern.class, output))
			.contains("Hot route pattern 'hello/{name' does not begin with a slash")
			.contains("at " + WrongPattern.class.getName() + ".greeting(HotRouteReportTests.java:")
			.contains("for the bean 'greeting'")
			.contains("Write a slash before each segment");
	}

	@ParameterizedTest
	@ValueSource(classes = { WrongMethod.class, WrongBody.class, WrongTimeout.class, WrongEnd.class })
	void whatElseIsWrongInARouteIsReportedAlike(Class<?> application, CapturedOutput output) {
		assertThat(failed(application, output)).containsPattern("Hot route '\\w+ /hello' (has|is) ")
			.contains("at " + application.getName() + ".hello(HotRouteReportTests.java:")
			.contains("for the bean 'hello'");
	}

	@Test
	void routesThatMatchTheSameAreNamedWithBeanAndPlace(CapturedOutput output) {
		String place = Equal.class.getName();
		assertThat(failed(Equal.class, output))
			.contains("'GET /a/{b}' of bean 'first', made by " + place + ".first(HotRouteReportTests.java:")
			.contains("'GET /a/{c}' of bean 'second', made by " + place + ".shared(HotRouteReportTests.java:")
			.contains("match the same requests")
			.doesNotContain("millraceHotRoutes");
	}

	@Test
	void theStartSaysOnWhichLaneHowManyHotRoutesAre(CapturedOutput output) {
		start(OnEachLane.class);
		assertThat(output.getOut()).containsOnlyOnce("hot routes: 3 (byte lane 2, object lane 1, WebFlux 0)");
	}

	@Test
	void theStartSaysThatThereAreNoHotRoutes(CapturedOutput output) {
		start(Everything.class);
		assertThat(output.getOut()).containsOnlyOnce("hot routes: none");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Everything {

	}

	@Configuration(proxyBeanMethods = false)
	static class WrongPattern {

		@Bean
		HotRoute greeting() {
			return HotRoute.get("hello/{name").respond(HotResponse.text("a"));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class WrongMethod {

		@Bean
		HotRoute hello() {
			return HotRoute.method("get", "/hello").respond(HotResponse.text("a"));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class WrongBody {

		@Bean
		HotRoute hello() {
			return HotRoute.post("/hello").maxBody(DataSize.ofGigabytes(3)).respond(HotResponse.text("a"));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class WrongTimeout {

		@Bean
		HotRoute hello() {
			return HotRoute.get("/hello").timeout(Duration.ZERO).handle((request) -> HotResponse.text("a"));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class WrongEnd {

		@Bean
		HotRoute hello() {
			return HotRoute.get("/hello").endless().handle((request) -> HotResponse.text("a"));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Equal {

		@Bean
		HotRoute first() {
			return HotRoute.get("/a/{b}").respond(HotResponse.text("a"));
		}

		@Bean
		HotRoute second() {
			return shared("/a/{c}");
		}

		private static HotRoute shared(String pattern) {
			return HotRoute.get(pattern).respond(HotResponse.text("a"));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OnEachLane {

		@Bean
		HotRoute constant() {
			return HotRoute.get("/constant").respond(HotResponse.text("a"));
		}

		@Bean
		HotRoute immediate() {
			return HotRoute.get("/immediate").handle((request) -> HotResponse.text("a"));
		}

		@Bean
		HotRoute later() {
			return HotRoute.get("/later").handleAsync((request) -> Mono.just(HotResponse.text("a")));
		}

	}

}
