package dev.millrace.hot;

import dev.millrace.testing.RawClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.firewall.ServerWebExchangeFirewall;
import org.springframework.security.web.server.firewall.StrictServerWebExchangeFirewall;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Who may use a route says nothing about what Spring Security asks of everyone: a CSRF
 * token, TLS.
 */
class HotSecurityFiltersTests {

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void csrfTokensAreLookedFor(boolean millrace) {
		try (ConfigurableApplicationContext application = start(Csrf.class, millrace)) {
			assertThat(answer(application, "GET /open").status()).isEqualTo(200);
			assertThat(answer(application, "POST /open").status()).isEqualTo(403);
			assertThat(answer(application, "DELETE /authorized").status()).isEqualTo(403);
			assertThat(answer(application, "POST /annotated").status()).isEqualTo(403);
		}
	}

	@ParameterizedTest
	@CsvSource({ "GET,byte,", "POST,webflux,bean 'csrf' (Spring Security) looks for a CSRF token in each POST" })
	void onlyMethodsThatChangeSomethingAreLeftToWebFlux(String method, String lane, String because) {
		try (ConfigurableApplicationContext application = start(Csrf.class, true)) {
			HotRouteSnapshot route = route(application, method);
			assertThat(route.lane()).isEqualTo(lane);
			assertThat(route.because()).isEqualTo(because);
		}
	}

	@Test
	void theChainOfSpringSecurityItselfLooksForTokens() {
		try (ConfigurableApplicationContext application = start(Routes.class, true)) {
			assertThat(answer(application, "GET /open").status()).isEqualTo(200);
			assertThat(answer(application, "POST /open").status()).isIn(401, 403);
			assertThat(route(application, "POST").because()).contains("CSRF");
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void requestsWithoutTlsAreRedirected(boolean millrace) {
		try (ConfigurableApplicationContext application = start(Https.class, millrace)) {
			RawClient.Response response = answer(application, "GET /open");
			assertThat(response.status()).isEqualTo(302);
			assertThat(response.has("location: https://")).isTrue();
			if (millrace) {
				assertThat(route(application, "GET").because()).contains("bean 'https' (Spring Security)", "TLS");
			}
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void theFirewallOfTheApplicationLooksAtEachRequest(boolean millrace) {
		try (ConfigurableApplicationContext application = start(Firewall.class, millrace)) {
			assertThat(answer(application, "GET /open").status()).isEqualTo(400);
			if (millrace) {
				assertThat(route(application, "GET").because()).contains("bean 'hosts' (firewall of Spring Security)");
			}
		}
	}

	@Test
	void aChainThatLooksForNeitherLeavesRoutesHot() {
		try (ConfigurableApplicationContext application = start(Neither.class, true)) {
			assertThat(answer(application, "POST /open").status()).isEqualTo(200);
			assertThat(application.getBean(HotRoutes.class).snapshots()).isNotEmpty()
				.noneMatch((route) -> route.lane().equals("webflux"));
		}
	}

	private static HotRouteSnapshot route(ConfigurableApplicationContext application, String method) {
		return application.getBean(HotRoutes.class)
			.snapshots()
			.stream()
			.filter((route) -> route.pattern().equals("/open") && route.method().equals(method))
			.findFirst()
			.orElseThrow();
	}

	private static RawClient.Response answer(ConfigurableApplicationContext application, String target) {
		int port = application.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
		try (RawClient client = new RawClient(port)) {
			return client.send(target + " HTTP/1.1\r\nHost: test\r\nContent-Length: 0\r\n\r\n").read();
		}
	}

	private static ConfigurableApplicationContext start(Class<?> configuration, boolean millrace) {
		return new SpringApplicationBuilder(configuration).web(WebApplicationType.REACTIVE)
			.properties("server.port=0", "spring.main.banner-mode=off", "spring.reactor.netty.shutdown-quiet-period=0s",
					"millrace.drain.idle-grace=0s", "server.shutdown=immediate", "millrace.enabled=" + millrace)
			.run("--spring.autoconfigure.exclude=");
	}

	private static ServerHttpSecurity permitAll(ServerHttpSecurity http) {
		return http.authorizeExchange((exchanges) -> exchanges.anyExchange().permitAll());
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
		HotRoute post() {
			return HotRoute.post("/open").permitAll().handle((request) -> HotResponse.text("posted"));
		}

		@Bean
		HotRoute authorized() {
			return HotRoute.method("DELETE", "/authorized")
				.authorize((request) -> null)
				.handle((request) -> HotResponse.text("deleted"));
		}

	}

	@RestController
	static class Controller {

		@Hot(permitAll = true)
		@PostMapping("/annotated")
		String post() {
			return "annotated";
		}

	}

	@Import(Routes.class)
	@EnableAutoConfiguration
	@Configuration(proxyBeanMethods = false)
	static class Csrf {

		@Bean
		SecurityWebFilterChain csrf(ServerHttpSecurity http) {
			return permitAll(http).build();
		}

	}

	@Import(Routes.class)
	@EnableAutoConfiguration
	@Configuration(proxyBeanMethods = false)
	static class Https {

		@Bean
		SecurityWebFilterChain https(ServerHttpSecurity http) {
			return permitAll(http).csrf((csrf) -> csrf.disable()).redirectToHttps((https) -> {
			}).build();
		}

	}

	@Import(Neither.class)
	@EnableAutoConfiguration
	@Configuration(proxyBeanMethods = false)
	static class Firewall {

		@Bean
		ServerWebExchangeFirewall hosts() {
			StrictServerWebExchangeFirewall firewall = new StrictServerWebExchangeFirewall();
			firewall.setAllowedHostnames("good.example"::equals);
			return firewall;
		}

	}

	@Import(Routes.class)
	@EnableAutoConfiguration
	@Configuration(proxyBeanMethods = false)
	static class Neither {

		@Bean
		SecurityWebFilterChain neither(ServerHttpSecurity http) {
			return permitAll(http).csrf((csrf) -> csrf.disable()).build();
		}

	}

}
