package dev.millrace.autoconfigure.transport;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.WebApplicationType;
import org.springframework.core.env.Environment;

/**
 * Tells whether Millrace will be active, at a time at which conditions of beans cannot be
 * evaluated yet.
 */
final class EarlyCondition {

	private EarlyCondition() {
	}

	static boolean matches(@Nullable WebApplicationType type, Environment environment) {
		return type == WebApplicationType.REACTIVE
				&& !"false".equalsIgnoreCase(environment.getProperty("millrace.enabled"));
	}

}
