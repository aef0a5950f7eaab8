package dev.millrace.autoconfigure;

import dev.millrace.autoconfigure.webflux.DirectMappingsAutoConfiguration;
import dev.millrace.hot.HotResponse;
import dev.millrace.hot.HotRoute;
import dev.millrace.hot.HotRoutes;
import dev.millrace.webflux.DirectHandlerMapping;
import dev.millrace.webflux.FirstHandlerMapping;
import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.webflux.autoconfigure.HttpHandlerAutoConfiguration;
import org.springframework.boot.webflux.autoconfigure.WebFluxAutoConfiguration;
import org.springframework.boot.webflux.autoconfigure.WebFluxRegistrations;
import org.springframework.context.annotation.Bean;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.reactive.DispatcherHandler;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerMapping;

import static org.assertj.core.api.Assertions.assertThat;

class DirectMappingsTests {

	private final ReactiveWebApplicationContextRunner runner = new ReactiveWebApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(DirectMappingsAutoConfiguration.class, WebFluxAutoConfiguration.class,
				HttpHandlerAutoConfiguration.class));

	@Test
	void takesThePlaceOfSpringsMapping() {
		this.runner.run((context) -> assertThat(context.getBean(RequestMappingHandlerMapping.class))
			.isInstanceOf(DirectHandlerMapping.class));
	}

	@Test
	void canBeSwitchedOff() {
		this.runner.withPropertyValues("millrace.webflux.direct-mappings=false")
			.run((context) -> assertThat(context.getBean(RequestMappingHandlerMapping.class))
				.isNotInstanceOf(DirectHandlerMapping.class));
		this.runner.withPropertyValues("millrace.enabled=false")
			.run((context) -> assertThat(context.getBean(RequestMappingHandlerMapping.class))
				.isNotInstanceOf(DirectHandlerMapping.class));
	}

	@Test
	void backsOff() {
		this.runner.withBean(WebFluxRegistrations.class, () -> new WebFluxRegistrations() {
		})
			.run((context) -> assertThat(context.getBean(RequestMappingHandlerMapping.class))
				.isNotInstanceOf(DirectHandlerMapping.class));
	}

	@Test
	void needsWebFluxOfSpringBoot() {
		this.runner.withClassLoader(new FilteredClassLoader(WebFluxRegistrations.class))
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void isAskedFirstInAnApplicationWithEndpointsAndHotRoutes() {
		new ReactiveWebApplicationContextRunner().withUserConfiguration(Application.class)
			.withPropertyValues("management.endpoints.web.exposure.include=*")
			.run((context) -> {
				HandlerMapping first = context.getBean(DispatcherHandler.class).getHandlerMappings().get(0);
				assertThat(first).isInstanceOf(FirstHandlerMapping.class);
				assertThat(isFound(first, "/annotated")).isTrue();
				assertThat(isFound(first, "/actuator/annotated")).isFalse();
				assertThat(isFound(first, "/actuator/health")).isFalse();
				HotRoute hot = HotRoute.get("/annotated").respond(HotResponse.text("hot"));
				context.getBean(HotRoutes.class).register(hot);
				assertThat(isFound(first, "/annotated")).isFalse();
				context.getBean(HotRoutes.class).unregister(hot);
				assertThat(isFound(first, "/annotated")).isTrue();
			});
	}

	private static boolean isFound(HandlerMapping mapping, String path) {
		MockServerHttpRequest request = MockServerHttpRequest.get("http://localhost" + path).build();
		return mapping.getHandler(MockServerWebExchange.from(request)).blockOptional().isPresent();
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@RestController
	static class Application {

		@Bean
		HotRoute hot() {
			return HotRoute.get("/hot").permitAll().respond(HotResponse.text("hot"));
		}

		@GetMapping("/annotated")
		String annotated() {
			return "annotated";
		}

		@GetMapping("/actuator/annotated")
		String besideEndpoints() {
			return "annotated";
		}

		@GetMapping("/actuator/health")
		String hidden() {
			return "hidden";
		}

	}

}
