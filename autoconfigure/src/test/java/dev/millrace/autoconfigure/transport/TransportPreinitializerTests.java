package dev.millrace.autoconfigure.transport;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.bootstrap.DefaultBootstrapContext;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

class TransportPreinitializerTests {

	@ParameterizedTest
	@CsvSource({ "REACTIVE, true, 2, true", "REACTIVE, , 2, true", "REACTIVE, FALSE, 2, false",
			"REACTIVE, true, 1, false", "SERVLET, true, 2, false", "NONE, true, 2, false" })
	void appliesToReactiveApplicationsThatMillraceServesOnSeveralProcessors(WebApplicationType type, String enabled,
			int processors, boolean expected) {
		MockEnvironment environment = new MockEnvironment();
		if (enabled != null) {
			environment.setProperty("millrace.enabled", enabled);
		}
		assertThat(TransportPreinitializer.applies(type, environment, processors)).isEqualTo(expected);
	}

	@Test
	void isOneOfTheListenersOfEveryApplication() {
		assertThat(SpringFactoriesLoader.forDefaultResourceLocation().load(ApplicationListener.class))
			.hasAtLeastOneElementOfType(TransportPreinitializer.class);
	}

	@Test
	void leavesNoThreadBehind() {
		SpringApplication application = new SpringApplication();
		application.setWebApplicationType(WebApplicationType.REACTIVE);
		new TransportPreinitializer().onApplicationEvent(new ApplicationEnvironmentPreparedEvent(
				new DefaultBootstrapContext(), application, new String[0], new MockEnvironment()));
		TransportPreinitializer.await();
		assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName)
			.doesNotContain(TransportPreinitializer.THREAD_NAME);
	}

}
