package dev.millrace.hot;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import dev.millrace.testing.RawClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.reactive.config.CorsRegistry;
import org.springframework.web.reactive.config.WebFluxConfigurer;
import org.springframework.web.reactive.function.server.RequestPredicates;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.WebHandler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Methods that no hot route takes, on a path that one does: 200 for OPTIONS, 405 for the
 * others, and whatever else of WebFlux has the path.
 */
@TestInstance(Lifecycle.PER_CLASS)
class UnservedMethodTests {

	private ConfigurableApplicationContext hot;

	private ConfigurableApplicationContext twin;

	@BeforeAll
	void start() {
		this.hot = start(true);
		this.twin = start(false);
	}

	@AfterAll
	void stop() {
		this.hot.close();
		this.twin.close();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			OPTIONS /                | 200 | GET,HEAD,OPTIONS
			OPTIONS /?query          | 200 | GET,HEAD,OPTIONS
			OPTIONS /read            | 200 | GET,HEAD,OPTIONS
			OPTIONS /read/           | 404 |
			OPTIONS /none            | 404 |
			OPTIONS /write           | 200 | OPTIONS,POST
			OPTIONS /both            | 200 | GET,HEAD,OPTIONS,POST
			OPTIONS /with/variable   | 200 | GET,HEAD,OPTIONS
			OPTIONS /with/%6d        | 200 | GET,HEAD,OPTIONS
			OPTIONS /with/constant   | 200 | GET,HEAD,OPTIONS,PUT
			OPTIONS /rest/a/b        | 200 | OPTIONS,PATCH
			OPTIONS /exclusive       | 200 | OPTIONS, PUT
			OPTIONS *                | 200 | DELETE,GET,HEAD,OPTIONS,PATCH,POST,PUT
			DELETE /                 | 405 | GET,HEAD,OPTIONS
			POST /read               | 405 | GET,HEAD,OPTIONS
			TRACE /read              | 405 | GET,HEAD,OPTIONS
			PROPFIND /read           | 405 | GET,HEAD,OPTIONS
			get /read                | 405 | GET,HEAD,OPTIONS
			GET /write               | 405 | OPTIONS,POST
			HEAD /write              | 405 | OPTIONS,POST
			PUT /both                | 405 | GET,HEAD,OPTIONS,POST
			DELETE /with/constant    | 405 | GET,HEAD,OPTIONS,PUT
			POST /exclusive          | 405 | OPTIONS, PUT
			DELETE /none             | 404 |
			GET /read                | 200 |
			OPTIONS /own-options     | 204 | its own
			OPTIONS /annotated       | 200 | GET,HEAD,OPTIONS
			POST /annotated          | 405 | GET,HEAD,OPTIONS
			OPTIONS /beside          | 200 | DELETE,OPTIONS
			DELETE /beside           | 404 |
			DELETE /functional       | 202 |
			GET /functional          | 405 | OPTIONS,POST
			GET /file.txt            | 200 |
			HEAD /file.txt           | 200 |
			DELETE /file.txt         | 405 | GET,HEAD,OPTIONS,POST
			OPTIONS /file.txt        | 200 | GET,HEAD,OPTIONS,POST
			OPTIONS /other.txt       | 200 | GET,HEAD,OPTIONS
			OPTIONS /actuator        | 200 | GET,OPTIONS
			""")
	void answersAreRightOnBothLanes(String target, int status, String allow) {
		for (ConfigurableApplicationContext application : List.of(this.hot, this.twin)) {
			for (String version : List.of("1.1", "1.0")) {
				RawClient.Response response = answer(application, target, version);
				assertThat(response.status()).as(target).isEqualTo(status);
				// Boot's error page of a method that Spring itself refuses has none.
				if (!target.equals("POST /annotated") && !target.startsWith("OPTIONS /actuator")) {
					assertThat(header(response, "allow")).as(target)
						.isEqualTo((allow != null) ? List.of(allow) : List.of());
				}
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "true", "false" })
	void preflightsAreNoPlainOptions(boolean resources) {
		try (ConfigurableApplicationContext application = start(true, "cors=true",
				"spring.web.resources.add-mappings=" + resources)) {
			RawClient.Response good = preflight(application, "/write", "https://good.example", "POST");
			assertThat(good.status()).isEqualTo(200);
			assertThat(good.has("access-control-allow-origin: https://good.example")).isTrue();
			assertThat(preflight(application, "/write", "https://bad.example", "POST").status()).isEqualTo(403);
			assertThat(preflight(application, "/exclusive", "https://bad.example", "PUT").status()).isEqualTo(403);
			RawClient.Response plain = answer(application, "OPTIONS /write", "1.1");
			assertThat(header(plain, "allow")).containsExactly("OPTIONS,POST");
		}
	}

	@ParameterizedTest
	@CsvSource({ "OPTIONS /base/read, 200", "DELETE /base/read, 405", "OPTIONS /read, 404" })
	void pathsAreUnderTheBasePath(String target, int status) {
		try (ConfigurableApplicationContext application = start(true, "spring.webflux.base-path=/base")) {
			assertThat(answer(application, target, "1.1").status()).isEqualTo(status);
		}
	}

	@Test
	void mappingsThatAreAskedLaterAreNotHidden() {
		try (ConfigurableApplicationContext application = start(true, "spring.web.resources.add-mappings=false")) {
			assertThat(answer(application, "GET /late", "1.1").status()).isEqualTo(402);
			assertThat(answer(application, "OPTIONS /late", "1.1").status()).isEqualTo(402);
			assertThat(answer(application, "DELETE /late", "1.1").status()).isEqualTo(204);
			assertThat(answer(application, "DELETE /read", "1.1").status()).isEqualTo(405);
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void aStatusOf404IsTheHandlersOwn(boolean millrace) {
		ConfigurableApplicationContext application = millrace ? this.hot : this.twin;
		RawClient.Response response = answer(application, "DELETE /beside", "1.1");
		assertThat(response.status()).isEqualTo(404);
		assertThat(header(response, "allow")).isEmpty();
	}

	private static RawClient.Response preflight(ConfigurableApplicationContext application, String path, String origin,
			String method) {
		try (RawClient client = new RawClient(port(application))) {
			return client
				.send("OPTIONS " + path + " HTTP/1.1\r\nHost: test\r\nOrigin: " + origin
						+ "\r\nAccess-Control-Request-Method: " + method + "\r\n\r\n")
				.read();
		}
	}

	private static RawClient.Response answer(ConfigurableApplicationContext application, String target,
			String version) {
		try (RawClient client = new RawClient(port(application))) {
			client.send(target + " HTTP/" + version + "\r\nHost: test\r\n\r\n");
			return target.startsWith("HEAD") ? client.readHead() : client.read();
		}
	}

	private static List<String> header(RawClient.Response response, String name) {
		List<String> values = new ArrayList<>();
		for (String line : response.head().split("\r\n")) {
			if (line.toLowerCase(Locale.ROOT).startsWith(name + ":")) {
				values.add(line.substring(name.length() + 1).trim());
			}
		}
		return values;
	}

	private static int port(ConfigurableApplicationContext application) {
		return application.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
	}

	private static ConfigurableApplicationContext start(boolean millrace, String... properties) {
		return new SpringApplicationBuilder(Application.class).web(WebApplicationType.REACTIVE)
			.properties("server.port=0", "spring.main.banner-mode=off", "spring.reactor.netty.shutdown-quiet-period=0s",
					"millrace.drain.idle-grace=0s", "server.shutdown=immediate", "millrace.enabled=" + millrace,
					"spring.web.resources.static-locations=classpath:/unserved/")
			.properties(properties)
			.run();
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ Controller.class, Cors.class })
	static class Application {

		@Bean
		HotRoute root() {
			return HotRoute.get("/").permitAll().respond(HotResponse.text("root"));
		}

		@Bean
		HotRoute read() {
			return HotRoute.get("/read").permitAll().respond(HotResponse.text("read"));
		}

		@Bean
		HotRoute write() {
			return HotRoute.post("/write").permitAll().respond(HotResponse.status(204));
		}

		@Bean
		HotRoute readBoth() {
			return HotRoute.get("/both").permitAll().respond(HotResponse.text("both"));
		}

		@Bean
		HotRoute writeBoth() {
			return HotRoute.post("/both").permitAll().respond(HotResponse.status(204));
		}

		@Bean
		HotRoute variable() {
			return HotRoute.get("/with/{variable}").permitAll().handle((request) -> HotResponse.text("variable"));
		}

		@Bean
		HotRoute constant() {
			return HotRoute.put("/with/constant").permitAll().respond(HotResponse.status(204));
		}

		@Bean
		HotRoute rest() {
			return HotRoute.method("PATCH", "/rest/{*rest}").permitAll().respond(HotResponse.status(204));
		}

		@Bean
		HotRoute exclusive() {
			return HotRoute.put("/exclusive").permitAll().exclusive().respond(HotResponse.status(204));
		}

		@Bean
		HotRoute ownOptions() {
			return HotRoute.method("OPTIONS", "/own-options")
				.permitAll()
				.respond(HotResponse.status(204).header("allow", "its own"));
		}

		@Bean
		HotRoute ownRead() {
			return HotRoute.get("/own-options").permitAll().respond(HotResponse.text("read"));
		}

		@Bean
		HotRoute beside() {
			return HotRoute.get("/beside").permitAll().respond(HotResponse.text("beside"));
		}

		@Bean
		HotRoute functional() {
			return HotRoute.post("/functional").permitAll().respond(HotResponse.status(204));
		}

		@Bean
		HotRoute late() {
			return HotRoute.method("DELETE", "/late").permitAll().respond(HotResponse.status(204));
		}

		@Bean
		HotRoute file() {
			return HotRoute.post("/file.txt").permitAll().respond(HotResponse.status(204));
		}

		@Bean
		RouterFunction<ServerResponse> functionalRoutes() {
			return RouterFunctions.route(RequestPredicates.DELETE("/functional"),
					(request) -> ServerResponse.accepted().build());
		}

		/** Asked after all others. */
		@Bean
		HandlerMapping lateMapping() {
			WebHandler paid = (exchange) -> {
				exchange.getResponse().setStatusCode(HttpStatus.PAYMENT_REQUIRED);
				return exchange.getResponse().setComplete();
			};
			return (exchange) -> exchange.getRequest().getPath().value().equals("/late") ? Mono.just(paid)
					: Mono.empty();
		}

	}

	@RestController
	static class Controller {

		@Hot(permitAll = true)
		@GetMapping("/annotated")
		String annotated() {
			return "annotated";
		}

		@DeleteMapping("/beside")
		String delete() {
			throw new ResponseStatusException(HttpStatus.NOT_FOUND);
		}

	}

	@org.springframework.boot.autoconfigure.condition.ConditionalOnProperty("cors")
	static class Cors implements WebFluxConfigurer {

		@Override
		public void addCorsMappings(CorsRegistry registry) {
			registry.addMapping("/**").allowedOrigins("https://good.example").allowedMethods("*");
		}

	}

}
