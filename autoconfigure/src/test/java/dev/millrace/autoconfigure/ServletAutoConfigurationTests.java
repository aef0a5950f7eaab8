package dev.millrace.autoconfigure;

import dev.millrace.autoconfigure.actuate.MillraceEndpointAutoConfiguration;
import dev.millrace.autoconfigure.transport.TransportAutoConfiguration;
import dev.millrace.transport.TunedTransport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class ServletAutoConfigurationTests {

	private static final AutoConfigurations CONFIGURATIONS = AutoConfigurations.of(ServletAutoConfiguration.class,
			TransportAutoConfiguration.class, MillraceEndpointAutoConfiguration.class);

	@Test
	void aServletApplicationIsToldOnceThatMillraceIsIdle(CapturedOutput output) {
		new WebApplicationContextRunner().withConfiguration(CONFIGURATIONS).run((context) -> {
			assertThat(context).hasNotFailed().doesNotHaveBean(TunedTransport.class);
			assertThat(output).containsOnlyOnce("Millrace is idle");
		});
	}

	@Test
	void theSwitchSilencesIt(CapturedOutput output) {
		new WebApplicationContextRunner().withConfiguration(CONFIGURATIONS)
			.withPropertyValues("millrace.enabled=false")
			.run((context) -> assertThat(output).doesNotContain("Millrace"));
	}

	@Test
	void aReactiveApplicationIsNotTold(CapturedOutput output) {
		new ReactiveWebApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(ServletAutoConfiguration.class))
			.run((context) -> assertThat(output).doesNotContain("Millrace is idle"));
	}

}
