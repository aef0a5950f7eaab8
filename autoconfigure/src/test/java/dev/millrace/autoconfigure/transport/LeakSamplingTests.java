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

class LeakSamplingTests {

	@ParameterizedTest
	@CsvSource({ "REACTIVE, , , 1024", "REACTIVE, , 7, 7", "REACTIVE, true, 7, 7", "REACTIVE, False, 7,",
			"REACTIVE, , 0,", "REACTIVE, , often,", "SERVLET, , 7,", "NONE, , 7," })
	void appliesToReactiveApplicationsThatMillraceServes(WebApplicationType type, String enabled, String interval,
			Integer expected) {
		assertThat(LeakSampling.interval(type, environment(enabled, interval))).isEqualTo(expected);
	}

	@Test
	void isOneOfTheListenersOfEveryApplication() {
		assertThat(SpringFactoriesLoader.forDefaultResourceLocation().load(ApplicationListener.class))
			.hasAtLeastOneElementOfType(LeakSampling.class);
	}

	@Test
	void whatIsSetAlreadyStands() {
		String before = System.getProperty(LeakSampling.SYSTEM_PROPERTY);
		try {
			System.clearProperty(LeakSampling.SYSTEM_PROPERTY);
			listen("7");
			assertThat(System.getProperty(LeakSampling.SYSTEM_PROPERTY)).isEqualTo("7");
			listen("8");
			assertThat(System.getProperty(LeakSampling.SYSTEM_PROPERTY)).isEqualTo("7");
		}
		finally {
			if (before != null) {
				System.setProperty(LeakSampling.SYSTEM_PROPERTY, before);
			}
			else {
				System.clearProperty(LeakSampling.SYSTEM_PROPERTY);
			}
		}
	}

	private static void listen(String interval) {
		SpringApplication application = new SpringApplication();
		application.setWebApplicationType(WebApplicationType.REACTIVE);
		new LeakSampling().onApplicationEvent(new ApplicationEnvironmentPreparedEvent(new DefaultBootstrapContext(),
				application, new String[0], environment(null, interval)));
	}

	private static MockEnvironment environment(String enabled, String interval) {
		MockEnvironment environment = new MockEnvironment();
		if (enabled != null) {
			environment.setProperty("millrace.enabled", enabled);
		}
		if (interval != null) {
			environment.setProperty(LeakSampling.PROPERTY, interval);
		}
		return environment;
	}

}
