package dev.millrace.hot;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

import dev.millrace.testing.RawClient;
import dev.millrace.testing.StreamClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.config.BeanPostProcessor;
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
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.reactive.CorsWebFilter;
import org.springframework.web.cors.reactive.UrlBasedCorsConfigurationSource;
import org.springframework.web.reactive.config.CorsRegistry;
import org.springframework.web.reactive.config.WebFluxConfigurer;
import org.springframework.web.reactive.function.server.support.RouterFunctionMapping;
import org.springframework.web.reactive.handler.AbstractHandlerMapping;
import org.springframework.web.reactive.handler.SimpleUrlHandlerMapping;
import org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerMapping;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Who may use a route says nothing about the origins that may: with CORS in the
 * application, requests that it has a say in are answered by WebFlux.
 */
class HotCorsTests {

	private static final String GOOD = "https://good.example";

	private static final String BAD = "https://bad.example";

	private static final List<String> TARGETS = List.of("GET /constant", "HEAD /constant", "GET /immediate",
			"POST /immediate", "GET /with/variable", "GET /later", "GET /nothing", "GET /stream", "GET /raw",
			"GET /guarded", "GET /annotated", "POST /annotated", "PUT /exclusive", "GET /exclusive",
			"DELETE /immediate");

	private static final List<String> ORIGINS = List.of("", "Origin: " + GOOD, "Origin: " + BAD, "oRiGiN:" + BAD,
			"Origin: null", "Origin:", "Origin: http://test", "Origin: " + GOOD + "\r\nOrigin: " + BAD, "Origin: %%");

	@ParameterizedTest
	@ValueSource(classes = { Filter.class, Mappings.class, Security.class, SecurityOwnSource.class,
			ConfiguredMapping.class })
	void answersAreThoseOfWebFlux(Class<?> configuration) {
		Map<String, String> hot = answers(configuration, true);
		Map<String, String> twin = answers(configuration, false);
		assertThat(hot).hasSize(2 * TARGETS.size() * ORIGINS.size()).isEqualTo(twin);
		assertThat(twin.get("GET /constant Origin: " + GOOD)).contains("allow-origin: " + GOOD);
		assertThat(twin.get("GET /constant ")).contains("vary: Origin");
	}

	@ParameterizedTest
	@ValueSource(classes = { Filter.class, Mappings.class, Security.class, SecurityOwnSource.class,
			ConfiguredMapping.class })
	void handlersAreNotCalledForOtherOrigins(Class<?> configuration) {
		try (ConfigurableApplicationContext application = start(configuration, true);
				RawClient client = new RawClient(port(application))) {
			AtomicInteger calls = application.getBean(AtomicInteger.class);
			assertThat(client.send(request("POST /immediate", "")).read().status()).isEqualTo(200);
			assertThat(calls).hasValue(1);
			assertThat(client.send(request("POST /immediate", "Origin: " + BAD)).read().status()).isEqualTo(403);
			assertThat(client.send(request("POST /annotated", "Origin: " + BAD)).read().status()).isEqualTo(403);
			assertThat(calls).hasValue(1);
		}
	}

	@Test
	void onlyRequestsWithOriginLeaveTheByteLane() {
		try (ConfigurableApplicationContext application = start(Mappings.class, true);
				RawClient client = new RawClient(port(application))) {
			String plain = request("GET /constant", "");
			String foreign = request("GET /constant", "Origin: " + BAD);
			client.send(plain + plain + plain + foreign + plain + foreign + foreign + plain);
			List<Integer> statuses = new ArrayList<>();
			for (int i = 0; i < 8; i++) {
				statuses.add(client.read().status());
			}
			assertThat(statuses).containsExactly(200, 200, 200, 403, 200, 403, 403, 200);
			HotRouteSnapshot route = route(application, "/constant");
			assertThat(route.lane()).isEqualTo("byte");
			assertThat(route.requests()).isEqualTo(5);
			assertThat(route.unless()).singleElement().asString().contains("Origin", "WebFlux", "CORS");
		}
	}

	@Test
	void streamsOfHttp2AreAskedTheSame() {
		try (ConfigurableApplicationContext application = start(Filter.class, true, "server.http2.enabled=true");
				StreamClient client = new StreamClient(port(application))) {
			assertThat(status(client, GOOD)).isEqualTo("200");
			assertThat(status(client, BAD)).isEqualTo("403");
			assertThat(client.start(":method", "GET", ":scheme", "http", ":authority", "test", ":path", "/constant")
				.join()).isEqualTo("200");
			assertThat(route(application, "/constant").requests()).isEqualTo(1);
		}
	}

	@Test
	void preflightsAreAnsweredByWebFlux() {
		try (ConfigurableApplicationContext application = start(Mappings.class, true);
				RawClient client = new RawClient(port(application))) {
			RawClient.Response response = client
				.send(request("OPTIONS /immediate", "Origin: " + GOOD + "\r\nAccess-Control-Request-Method: POST"))
				.read();
			assertThat(response.status()).isEqualTo(200);
			assertThat(response.head()).containsIgnoringCase("access-control-allow-methods: GET,HEAD,POST");
			assertThat(client
				.send(request("OPTIONS /immediate", "Origin: " + BAD + "\r\nAccess-Control-Request-Method: POST"))
				.read()
				.status()).isEqualTo(403);
		}
	}

	@Test
	void rulesOfAMappingOfOtherHandlersAreEnough() {
		try (ConfigurableApplicationContext application = start(OtherMapping.class, true)) {
			assertThat(route(application, "/constant").unless()).isNotEmpty();
		}
	}

	@Test
	void rulesOfActuatorEndpointsAreTheirs() {
		try (ConfigurableApplicationContext application = start(Routes.class, true,
				"management.endpoints.web.cors.allowed-origins=" + GOOD)) {
			assertThat(route(application, "/constant").unless()).isEmpty();
		}
	}

	@Test
	void withoutCorsNothingIsLeftAndNothingIsSaid() {
		try (ConfigurableApplicationContext application = start(Routes.class, true);
				RawClient client = new RawClient(port(application))) {
			RawClient.Response response = client.send(request("GET /constant", "Origin: " + BAD)).read();
			assertThat(response.status()).isEqualTo(200);
			assertThat(response.has("vary")).isFalse();
			HotRouteSnapshot route = route(application, "/constant");
			assertThat(route.requests()).isEqualTo(1);
			assertThat(route.unless()).isEmpty();
		}
	}

	@Test
	void routesAddedLaterFollow() {
		try (ConfigurableApplicationContext application = start(Filter.class, true);
				RawClient client = new RawClient(port(application))) {
			application.getBean(HotRoutes.class)
				.register(HotRoute.get("/added").permitAll().respond(HotResponse.text("added")));
			assertThat(client.send(request("GET /added", "Origin: " + BAD)).read().status()).isEqualTo(403);
			assertThat(client.send(request("GET /added", "")).read().has("vary: Origin")).isTrue();
		}
	}

	private static String status(StreamClient client, String origin) {
		return client
			.start(":method", "GET", ":scheme", "http", ":authority", "test", ":path", "/constant", "origin", origin)
			.join();
	}

	/** Each answer twice: to the first request of a route, and to one that follows. */
	private static Map<String, String> answers(Class<?> configuration, boolean millrace) {
		Map<String, String> answers = new TreeMap<>();
		try (ConfigurableApplicationContext application = start(configuration, millrace)) {
			for (String target : TARGETS) {
				for (String origin : ORIGINS) {
					try (RawClient client = new RawClient(port(application))) {
						String request = request(target, origin);
						boolean head = target.startsWith("HEAD");
						answers.put(target + " " + origin, describe(client.send(request), head));
						answers.put("again: " + target + " " + origin, describe(client.send(request), head));
					}
				}
			}
		}
		return answers;
	}

	/** What caches and browsers read. */
	private static String describe(RawClient client, boolean head) {
		RawClient.Response response = head ? client.readHead() : client.read();
		List<String> lines = new ArrayList<>();
		for (String line : response.head().split("\r\n")) {
			String name = line.substring(0, Math.max(0, line.indexOf(':'))).toLowerCase(Locale.ROOT);
			if (name.equals("vary") || name.startsWith("access-control-")) {
				lines.add(name + line.substring(name.length()));
			}
		}
		lines.sort(null);
		boolean errorPage = response.body().contains("requestId");
		return response.status() + " " + lines + " " + (errorPage ? "error page" : response.body());
	}

	private static HotRouteSnapshot route(ConfigurableApplicationContext application, String pattern) {
		return application.getBean(HotRoutes.class)
			.snapshots()
			.stream()
			.filter((route) -> route.pattern().equals(pattern))
			.findFirst()
			.orElseThrow();
	}

	private static ConfigurableApplicationContext start(Class<?> configuration, boolean millrace,
			String... properties) {
		List<String> arguments = new ArrayList<>(List.of("--millrace.enabled=" + millrace));
		if (SecurityBeans.class.isAssignableFrom(configuration)) {
			arguments.add("--spring.autoconfigure.exclude=");
		}
		return new SpringApplicationBuilder(configuration).web(WebApplicationType.REACTIVE)
			.properties("server.port=0", "spring.main.banner-mode=off", "spring.reactor.netty.shutdown-quiet-period=0s",
					"millrace.drain.idle-grace=0s", "server.shutdown=immediate")
			.properties(properties)
			.run(arguments.toArray(String[]::new));
	}

	private static int port(ConfigurableApplicationContext application) {
		return application.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
	}

	private static String request(String target, String origin) {
		return target + " HTTP/1.1\r\nHost: test\r\n" + (origin.isEmpty() ? "" : origin + "\r\n")
				+ (target.matches("(POST|PUT).*") ? "Content-Length: 0\r\n" : "") + "\r\n";
	}

	private static UrlBasedCorsConfigurationSource source() {
		CorsConfiguration cors = new CorsConfiguration();
		cors.setAllowedOrigins(List.of(GOOD));
		cors.setAllowedMethods(List.of("GET", "HEAD", "POST"));
		UrlBasedCorsConfigurationSource source = new UrlBasedCorsConfigurationSource();
		source.registerCorsConfiguration("/**", cors);
		return source;
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Controller.class)
	static class Routes {

		@Bean
		AtomicInteger calls() {
			return new AtomicInteger();
		}

		@Bean
		HotRoute constant() {
			return HotRoute.get("/constant").permitAll().respond(HotResponse.text("constant"));
		}

		@Bean
		HotRoute immediate() {
			return HotRoute.get("/immediate")
				.permitAll()
				.handle((request) -> HotResponse.text("immediate").header("vary", "Accept-Language"));
		}

		@Bean
		HotRoute post(AtomicInteger calls) {
			return HotRoute.post("/immediate").permitAll().handle((request) -> {
				calls.incrementAndGet();
				return HotResponse.text("posted");
			});
		}

		@Bean
		HotRoute variable() {
			return HotRoute.get("/with/{variable}")
				.permitAll()
				.handle((request) -> HotResponse.text(request.pathVariable("variable")));
		}

		@Bean
		HotRoute later() {
			return HotRoute.get("/later").permitAll().handleAsync((request) -> Mono.just(HotResponse.text("later")));
		}

		@Bean
		HotRoute nothing() {
			return HotRoute.get("/nothing").permitAll().handleAsync((request) -> Mono.empty());
		}

		@Bean
		HotRoute stream() {
			return HotRoute.get("/stream")
				.permitAll()
				.stream("text/plain", (request) -> Flux.just("stream".getBytes(StandardCharsets.US_ASCII)));
		}

		@Bean
		HotRoute raw() {
			return HotRoute.get("/raw")
				.permitAll()
				.raw((request, out) -> out.writeCharSequence("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nraw",
						StandardCharsets.US_ASCII));
		}

		@Bean
		HotRoute guarded() {
			return HotRoute.get("/guarded")
				.authorize((request) -> HotResponse.status(401))
				.respond(HotResponse.text("guarded"));
		}

		@Bean
		HotRoute exclusive() {
			return HotRoute.put("/exclusive").permitAll().exclusive().respond(HotResponse.text("exclusive"));
		}

	}

	@RestController
	static class Controller {

		private final AtomicInteger calls;

		Controller(AtomicInteger calls) {
			this.calls = calls;
		}

		@Hot(permitAll = true)
		@GetMapping("/annotated")
		String annotated() {
			return "annotated";
		}

		@Hot(permitAll = true)
		@PostMapping("/annotated")
		String post() {
			this.calls.incrementAndGet();
			return "annotated";
		}

	}

	@Import(Routes.class)
	@EnableAutoConfiguration
	@Configuration(proxyBeanMethods = false)
	static class Filter {

		@Bean
		CorsWebFilter corsWebFilter() {
			return new CorsWebFilter(source());
		}

	}

	@Import(Routes.class)
	@EnableAutoConfiguration
	@Configuration(proxyBeanMethods = false)
	static class Mappings implements WebFluxConfigurer {

		@Override
		public void addCorsMappings(CorsRegistry registry) {
			registry.addMapping("/**").allowedOrigins(GOOD).allowedMethods("GET", "HEAD", "POST");
		}

	}

	/** Marks configurations with Spring Security. */
	interface SecurityBeans {

	}

	@Import(Routes.class)
	@EnableAutoConfiguration
	@Configuration(proxyBeanMethods = false)
	static class Security implements SecurityBeans {

		@Bean
		UrlBasedCorsConfigurationSource corsConfigurationSource() {
			return source();
		}

		@Bean
		SecurityWebFilterChain chain(ServerHttpSecurity http) {
			return permitAll(http).cors((cors) -> {
			}).build();
		}

	}

	@Import(Routes.class)
	@EnableAutoConfiguration
	@Configuration(proxyBeanMethods = false)
	static class SecurityOwnSource implements SecurityBeans {

		@Bean
		SecurityWebFilterChain chain(ServerHttpSecurity http) {
			return permitAll(http).cors((cors) -> cors.configurationSource(source())).build();
		}

	}

	private static ServerHttpSecurity permitAll(ServerHttpSecurity http) {
		return http.authorizeExchange((exchanges) -> exchanges.anyExchange().permitAll())
			.csrf((csrf) -> csrf.disable());
	}

	@Import(Routes.class)
	@EnableAutoConfiguration
	@Configuration(proxyBeanMethods = false)
	static class ConfiguredMapping {

		@Bean
		static BeanPostProcessor corsOfMappings() {
			return new BeanPostProcessor() {

				@Override
				public Object postProcessAfterInitialization(Object bean, String beanName) {
					if (bean instanceof RequestMappingHandlerMapping || bean instanceof RouterFunctionMapping) {
						((AbstractHandlerMapping) bean).setCorsConfigurationSource(source());
					}
					return bean;
				}

			};
		}

	}

	/** As a gateway has it. */
	@Import(Routes.class)
	@EnableAutoConfiguration
	@Configuration(proxyBeanMethods = false)
	static class OtherMapping {

		@Bean
		SimpleUrlHandlerMapping gateway() {
			SimpleUrlHandlerMapping mapping = new SimpleUrlHandlerMapping();
			mapping.setUrlMap(Map.of("/gateway",
					(org.springframework.web.server.WebHandler) (exchange) -> exchange.getResponse().setComplete()));
			mapping.setCorsConfigurations(Map.of("/**", new CorsConfiguration()));
			return mapping;
		}

	}

}
