package dev.millrace.transport.advice;

import java.util.List;

/**
 * Finds problems of the application once the server listens. Each bean of this type is
 * asked once; what it finds is logged at level WARN and shown under {@code warnings} of
 * the actuator endpoint {@code millrace}. What is in force without being a problem goes
 * into the report of the start.
 */
@FunctionalInterface
public interface StartupCheck {

	/**
	 * Looks for problems.
	 * @return a warning for each, none if all is well
	 */
	List<Warning> warnings();

	/**
	 * Describes settings that are in force, for the report of the start.
	 * @return lines, none by default
	 */
	default List<String> inForce() {
		return List.of();
	}

}
