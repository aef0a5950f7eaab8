package dev.millrace.autoconfigure.transport;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.WebApplicationType;
import org.springframework.core.env.Environment;

/**
 * Tells whether Millrace will be at work, before there are beans with conditions.
 */
final class EarlyCondition {

	private EarlyCondition() {
	}

	static boolean matches(@Nullable WebApplicationType type, Environment environment) {
		return type == WebApplicationType.REACTIVE
				&& !"false".equalsIgnoreCase(environment.getProperty("millrace.enabled"));
	}

}
