package dev.millrace.webflux;

import org.springframework.web.reactive.HandlerMapping;

/**
 * Knows mappings whose patterns stay as they are once the application has started. A path
 * that none of their patterns matches need not be shown to them.
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
