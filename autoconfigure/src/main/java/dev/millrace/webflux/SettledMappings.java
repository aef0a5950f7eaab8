package dev.millrace.webflux;

import org.springframework.web.reactive.HandlerMapping;

/**
 * Tells which mappings do not change their patterns once the application has started.
 * Such a mapping need not be asked about a path that none of its patterns matches.
 */
@FunctionalInterface
public interface SettledMappings {

	/**
	 * Tells whether the patterns of a mapping stay as they are.
	 * @param mapping a mapping with patterns, as those of the actuator's endpoints
	 * @return whether they do
	 */
	boolean areSettled(HandlerMapping mapping);

}
