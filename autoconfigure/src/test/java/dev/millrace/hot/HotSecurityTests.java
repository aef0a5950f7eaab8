package dev.millrace.hot;

import java.util.LinkedHashMap;
import java.util.Map;

import dev.millrace.testing.RawClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.cors.reactive.CorsConfigurationSource;
import org.springframework.web.cors.reactive.CorsWebFilter;
import org.springframework.web.cors.reactive.UrlBasedCorsConfigurationSource;
import org.springframework.web.reactive.config.CorsRegistry;
import org.springframework.web.reactive.config.WebFluxConfigurer;
import org.springframework.web.server.WebFilter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A hot route is never less protected than the same route in WebFlux.
 */
@ExtendWith(OutputCaptureExtension.class)
class HotSecurityTests {

	private static final Map<String, String> ROUTES = new LinkedHashMap<>(
			Map.of("/plaintext", "GET", "/json", "GET", "/hello/World", "GET", "/echo", "POST", "/slow", "GET", "/raw",
					"GET", "/exclusive", "GET", "/annotated", "GET"));

	@Test
	void starterOfSpringSecurityAloneExposesNothing(CapturedOutput output) {
		try (ConfigurableApplicationContext application = start(Routes.class)) {
			for (Map.Entry<String, String> route : ROUTES.entrySet()) {
				assertThat(status(port(application), route.getValue() + " " + route.getKey())).as(route.getKey())
					.isIn(401, 403);
			}
			assertThat(status(port(application), "GET /open")).isEqualTo(200);
		}
		assertThat(output.getOut().split("do not say who may use them", -1)).as("one warning").hasSize(2);
		assertThat(output).contains("GET /plaintext", "Spring Security", ".permitAll()", ".authorize(...)");
	}

	@Test
	void routesThatAreLeftToWebFluxSayWhy() {
		try (ConfigurableApplicationContext application = start(Denying.class)) {
			assertThat(application.getBean(HotRoutes.class).snapshots()).allSatisfy((route) -> {
				boolean open = route.pattern().equals("/open");
				assertThat(route.lane()).isEqualTo(open ? "byte" : "webflux");
				if (!open) {
					assertThat(route.because()).isEqualTo("bean 'denyAll' (Spring Security)");
				}
			});
		}
	}

	@Test
	void undeclaredRoutesCanStopTheStart() {
		assertThatExceptionOfType(HotRouteException.class)
			.isThrownBy(() -> start(Denying.class, "millrace.hot-path.undeclared=fail"))
			.withMessageContaining("GET /plaintext")
			.withMessageContaining("denyAll");
	}

	@Test
	void undeclaredRoutesCanBeHotByChoice() {
		try (ConfigurableApplicationContext application = start(Denying.class, "millrace.hot-path.undeclared=hot")) {
			assertThat(status(port(application), "GET /plaintext")).isEqualTo(200);
		}
	}

	@ParameterizedTest
	@ValueSource(classes = { CorsMapping.class, CorsSource.class, CorsFilter.class, OwnFilter.class })
	void whateverWouldBeBypassedIsFound(Class<?> configuration) {
		try (ConfigurableApplicationContext application = startUnsecured(configuration)) {
			assertThat(application.getBean(HotRoutes.class).snapshots()).isNotEmpty()
				.allMatch((route) -> route.lane().equals("webflux") != route.pattern().equals("/open"));
		}
	}

	@Test
	void nothingIsFoundWhereThereIsNothing() {
		try (ConfigurableApplicationContext application = startUnsecured(Routes.class)) {
			assertThat(application.getBean(HotRoutes.class).snapshots()).isNotEmpty()
				.noneMatch((route) -> route.lane().equals("webflux"));
		}
	}

	private static ConfigurableApplicationContext start(Class<?> configuration, String... properties) {
		return builder(configuration).properties(properties).run("--spring.autoconfigure.exclude=");
	}

	private static ConfigurableApplicationContext startUnsecured(Class<?> configuration) {
		return builder(configuration).run();
	}

	private static SpringApplicationBuilder builder(Class<?> configuration) {
		return new SpringApplicationBuilder(configuration).web(WebApplicationType.REACTIVE)
			.properties("server.port=0", "spring.main.banner-mode=off", "spring.reactor.netty.shutdown-quiet-period=0s",
					"millrace.drain.idle-grace=0s", "server.shutdown=immediate");
	}

	private static int port(ConfigurableApplicationContext application) {
		return application.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
	}

	private static int status(int port, String target) {
		try (RawClient client = new RawClient(port)) {
			return client.send(request(target)).read().status();
		}
	}

	private static String request(String target) {
		return target + " HTTP/1.1\r\nHost: test\r\n" + (target.startsWith("POST") ? "Content-Length: 0\r\n" : "")
				+ "\r\n";
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Controller.class)
	static class Routes {

		@Bean
		HotRoute open() {
			return HotRoute.get("/open").permitAll().respond(HotResponse.text("open"));
		}

		@Bean
		HotRoute plaintext() {
			return HotRoute.get("/plaintext").respond(HotResponse.text("secret"));
		}

		@Bean
		HotRoute json() {
			return HotRoute.get("/json").handle((request) -> HotResponse.json("secret"));
		}

		@Bean
		HotRoute hello() {
			return HotRoute.get("/hello/{name}").handle((request) -> HotResponse.text("secret"));
		}

		@Bean
		HotRoute echo() {
			return HotRoute.post("/echo").handle((request) -> HotResponse.bytes(request.body(), "text/plain"));
		}

		@Bean
		HotRoute slow() {
			return HotRoute.get("/slow")
				.handleAsync((request) -> reactor.core.publisher.Mono.just(HotResponse.text("secret")));
		}

		@Bean
		HotRoute raw() {
			return HotRoute.get("/raw")
				.raw((request, out) -> out.writeCharSequence("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
						java.nio.charset.StandardCharsets.US_ASCII));
		}

		@Bean
		HotRoute exclusive() {
			return HotRoute.put("/exclusive").exclusive().respond(HotResponse.text("secret"));
		}

	}

	@RestController
	static class Controller {

		@Hot
		@GetMapping("/annotated")
		String annotated() {
			return "secret";
		}

		@GetMapping("/webflux")
		String webflux() {
			return "secret";
		}

	}

	@Import(Routes.class)
	@EnableAutoConfiguration
	@Configuration(proxyBeanMethods = false)
	static class Denying {

		@Bean
		SecurityWebFilterChain denyAll(ServerHttpSecurity http) {
			return http.authorizeExchange(
					(exchanges) -> exchanges.pathMatchers(HttpMethod.GET, "/open").permitAll().anyExchange().denyAll())
				.csrf((csrf) -> csrf.disable())
				.httpBasic((basic) -> {
				})
				.build();
		}

	}

	@Import(Routes.class)
	@EnableAutoConfiguration
	@Configuration(proxyBeanMethods = false)
	static class CorsMapping implements WebFluxConfigurer {

		@Override
		public void addCorsMappings(CorsRegistry registry) {
			registry.addMapping("/**").allowedOrigins("https://example.org");
		}

	}

	@Import(Routes.class)
	@EnableAutoConfiguration
	@Configuration(proxyBeanMethods = false)
	static class CorsSource {

		@Bean
		CorsConfigurationSource corsConfigurationSource() {
			return new UrlBasedCorsConfigurationSource();
		}

	}

	@Import(Routes.class)
	@EnableAutoConfiguration
	@Configuration(proxyBeanMethods = false)
	static class CorsFilter {

		@Bean
		CorsWebFilter corsWebFilter() {
			return new CorsWebFilter(new UrlBasedCorsConfigurationSource());
		}

	}

	@Import(Routes.class)
	@EnableAutoConfiguration
	@Configuration(proxyBeanMethods = false)
	static class OwnFilter {

		@Bean
		WebFilter ownFilter() {
			return (exchange, chain) -> chain.filter(exchange);
		}

	}

}
