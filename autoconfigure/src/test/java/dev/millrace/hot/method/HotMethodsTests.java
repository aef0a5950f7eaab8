package dev.millrace.hot.method;

import java.util.Optional;

import dev.millrace.hot.Hot;
import dev.millrace.hot.HotRouteException;
import jakarta.annotation.security.RolesAllowed;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.validation.annotation.Validated;
import org.springframework.web.bind.annotation.CrossOrigin;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.server.ServerWebExchange;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for what {@link HotMethods} refuses.
 */
class HotMethodsTests {

	@ParameterizedTest
	@ValueSource(classes = { Exchange.class, Guarded.class, Roles.class, Valid.class, Many.class, Entity.class,
			View.class, Cors.class, Handler.class, Advised.class, AnyMethod.class, Pattern.class, Params.class,
			Unannotated.class, Maybe.class, Nothing.class, Conflict.class })
	void whatCannotBeHotStopsTheStart(Class<?> controller) {
		assertThatExceptionOfType(HotRouteException.class)
			.isThrownBy(
					() -> new SpringApplicationBuilder(Application.class, controller).web(WebApplicationType.REACTIVE)
						.properties("server.port=0", "spring.main.banner-mode=off")
						.run()
						.close())
			.withMessageContaining(controller.getSimpleName())
			.satisfies((ex) -> org.assertj.core.api.Assertions.assertThat(ex.action()).isNotEmpty());
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

	@RestController
	static class Exchange {

		@Hot
		@GetMapping("/")
		String get(ServerWebExchange exchange) {
			return exchange.toString();
		}

	}

	@RestController
	static class Guarded {

		@Hot
		@GetMapping("/")
		@PreAuthorize("denyAll")
		String get() {
			return "";
		}

	}

	@RestController
	@RolesAllowed("ADMIN")
	static class Roles {

		@Hot
		@GetMapping("/")
		String get() {
			return "";
		}

	}

	@RestController
	static class Valid {

		@Hot
		@GetMapping("/")
		String get(@Validated @RequestParam String name) {
			return name;
		}

	}

	@RestController
	static class Many {

		@Hot
		@GetMapping("/")
		Flux<String> get() {
			return Flux.empty();
		}

	}

	@RestController
	static class Entity {

		@Hot
		@GetMapping("/")
		ResponseEntity<String> get() {
			return ResponseEntity.ok("");
		}

	}

	@Controller
	static class View {

		@Hot
		@GetMapping("/")
		String get() {
			return "view";
		}

	}

	@RestController
	@CrossOrigin
	static class Cors {

		@Hot
		@GetMapping("/")
		String get() {
			return "";
		}

	}

	@RestController
	static class Handler {

		@Hot
		@GetMapping("/")
		String get() {
			return "";
		}

		@ExceptionHandler
		String failed(IllegalStateException ex) {
			return "failed";
		}

	}

	@RestController
	static class Advised {

		@Hot
		@GetMapping("/")
		String get() {
			return "";
		}

		@RestControllerAdvice
		static class Advice {

			@ExceptionHandler
			String failed(IllegalStateException ex) {
				return "failed";
			}

		}

	}

	@RestController
	static class AnyMethod {

		@Hot
		@RequestMapping("/")
		String get() {
			return "";
		}

	}

	@RestController
	static class Pattern {

		@Hot
		@GetMapping("/*.html")
		String get() {
			return "";
		}

	}

	@RestController
	static class Params {

		@Hot
		@GetMapping(path = "/", params = "a")
		String get() {
			return "";
		}

	}

	@RestController
	static class Unannotated {

		@Hot
		@GetMapping("/")
		String get(String name) {
			return name;
		}

	}

	@RestController
	static class Maybe {

		@Hot
		@GetMapping("/")
		String get(@RequestParam Optional<String> name) {
			return name.orElse("");
		}

	}

	@RestController
	static class Nothing {

		@Hot
		@GetMapping("/")
		void get() {
		}

	}

	@RestController
	static class Conflict {

		@Hot
		@GetMapping("/{id}")
		String get() {
			return "";
		}

		@GetMapping("/cold")
		String cold() {
			return "";
		}

	}

}
