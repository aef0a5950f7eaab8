package dev.millrace.autoconfigure;

import dev.millrace.webflux.DirectHandlerMapping;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.webflux.autoconfigure.HttpHandlerAutoConfiguration;
import org.springframework.boot.webflux.autoconfigure.WebFluxAutoConfiguration;
import org.springframework.boot.webflux.autoconfigure.WebFluxRegistrations;
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

}
