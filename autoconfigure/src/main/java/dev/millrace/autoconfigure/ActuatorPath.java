package dev.millrace.autoconfigure;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;

/**
 * Finds the path of actuator endpoints on the application's own port.
 */
public final class ActuatorPath {

	private static final boolean ACTUATOR = ClassUtils.isPresent(
			"org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType",
			ActuatorPath.class.getClassLoader());

	private ActuatorPath() {
	}

	/**
	 * Returns the path within the application, {@code null} if the endpoints are on
	 * another port.
	 */
	public static @Nullable String onServerPort(Environment environment) {
		if (!ACTUATOR || ManagementPortType.get(environment) != ManagementPortType.SAME) {
			return null;
		}
		String path = environment.getProperty("management.endpoints.web.base-path", "/actuator");
		return path.isEmpty() || path.equals("/") ? null : path;
	}

}
