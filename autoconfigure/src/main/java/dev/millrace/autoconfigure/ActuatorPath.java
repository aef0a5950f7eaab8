package dev.millrace.autoconfigure;

import org.jspecify.annotations.Nullable;

import org.springframework.core.env.Environment;

/**
 * Where actuator endpoints are on the application's own port.
 */
final class ActuatorPath {

	private ActuatorPath() {
	}

	static @Nullable String onServerPort(Environment environment) {
		String managementPort = environment.getProperty("management.server.port");
		String serverPort = environment.getProperty("server.port", "8080");
		if (managementPort != null && !managementPort.equals(serverPort)) {
			return null;
		}
		String path = environment.getProperty("management.endpoints.web.base-path", "/actuator");
		return path.equals("/") ? null : path;
	}

}
