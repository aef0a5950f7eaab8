package dev.millrace.autoconfigure;

import dev.millrace.actuate.MillraceEndpoint;
import dev.millrace.autoconfigure.actuate.MillraceEndpointAutoConfiguration;
import dev.millrace.testing.Requests;
import dev.millrace.testing.RunningServers;
import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.json.BasicJsonTester;
import org.springframework.boot.test.json.JsonContent;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What {@code /actuator/millrace} tells.
 */
class MillraceEndpointTests {

	private final BasicJsonTester json = new BasicJsonTester(getClass());

	private final ReactiveWebApplicationContextRunner runner = RunningServers.runner()
		.withConfiguration(AutoConfigurations.of(MillraceEndpointAutoConfiguration.class));

	@Test
	void requestedAndEffectiveStandSideBySide() {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
			.web(WebApplicationType.REACTIVE)
			.run("--server.port=0", "--management.endpoints.web.exposure.include=millrace",
					"--spring.reactor.netty.shutdown-quiet-period=0s", "--millrace.transport.type=nio",
					"--millrace.transport.workers=2x", "--millrace.transport.tcp.keep-alive.idle=61s",
					"--millrace.transport.backlog=55", "--millrace.transport.allocator=pooled",
					"--server.netty.connection-timeout=1s")) {
			JsonContent<Object> body = this.json.from(Requests.get(Requests.port(context), "/actuator/millrace"));
			assertThat(body).extractingJsonPathValue("$.transport.type.requested").isEqualTo("nio");
			assertThat(body).extractingJsonPathValue("$.transport.type.effective").isEqualTo("nio");
			assertThat(body).extractingJsonPathValue("$.transport.workers.requested").isEqualTo("2x");
			assertThat(body).extractingJsonPathValue("$.transport.workers.effective")
				.isEqualTo(2 * Runtime.getRuntime().availableProcessors());
			assertThat(body).extractingJsonPathValue("$.transport.acceptors.effective").isEqualTo(1);
			assertThat(body).extractingJsonPathValue("$.transport.backlog.requested").isEqualTo(55);
			assertThat(body).extractingJsonPathValue("$.transport.backlog.effective").isEqualTo(55);
			assertThat(body).extractingJsonPathValue("$.transport.options['tcp.keep-alive.idle'].effective")
				.isEqualTo("PT1M1S");
			assertThat(body).extractingJsonPathValue("$.transport.options.allocator.effective").isEqualTo("pooled");
			assertThat(body).extractingJsonPathArrayValue("$.transport.available[*].type")
				.containsExactly("epoll", "io-uring", "kqueue", "nio");
			assertThat(body).extractingJsonPathArrayValue("$.transport.available[?(@.type=='nio')].available")
				.containsExactly(true);
			assertThat(body).extractingJsonPathValue("$.pipeline").isEqualTo("millrace");
			assertThat(body).extractingJsonPathStringValue("$.versions.netty").startsWith("4.2.");
			assertThat(body).extractingJsonPathStringValue("$.versions.springBoot").startsWith("4.");
			assertThat(body).hasJsonPath("$.versions.millrace").hasJsonPath("$.versions.java");
			assertThat(body).extractingJsonPathArrayValue("$.warnings[*].code").contains("connection-timeout");
		}
	}

	@Test
	void itIsThereWhenExposed() {
		this.runner.withPropertyValues("management.endpoints.web.exposure.include=millrace")
			.run((context) -> assertThat(context).hasSingleBean(MillraceEndpoint.class));
	}

	@Test
	void itIsNotThereWhenNotExposed() {
		this.runner.run((context) -> assertThat(context).doesNotHaveBean(MillraceEndpoint.class));
	}

	@Test
	void itIsNotThereWithoutMillrace() {
		this.runner.withPropertyValues("management.endpoints.web.exposure.include=millrace", "millrace.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(MillraceEndpoint.class));
	}

	@Test
	void itIsNotThereWithoutTheActuator() {
		this.runner.withPropertyValues("management.endpoints.web.exposure.include=millrace")
			.withClassLoader(new FilteredClassLoader(Endpoint.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("millraceEndpoint"));
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
