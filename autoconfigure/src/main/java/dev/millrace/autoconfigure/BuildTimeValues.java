package dev.millrace.autoconfigure;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.core.env.Environment;

/**
 * The properties that decide which beans exist. AOT processing reads them at build time,
 * so another value at the start has no effect; all other properties are read at the start
 * as usual. Called by generated code.
 */
public final class BuildTimeValues {

	/**
	 * The properties with their defaults. A test compares them with the conditions of
	 * this package and of all packages below it.
	 */
	static final SortedMap<String, String> DEFAULTS = Collections
		.unmodifiableSortedMap(new TreeMap<>(Map.of("millrace.enabled", "true", "millrace.access-log.enabled", "false",
				"millrace.forwarded.proxy-protocol", "off", "millrace.statistics.signal", "",
				"millrace.webflux.direct-mappings", "true")));

	private static final Logger logger = LoggerFactory.getLogger(BuildTimeValues.class);

	private BuildTimeValues() {
	}

	/**
	 * The values that are in force, in the order of their names.
	 * @param environment where they are looked up
	 */
	static List<String> values(Environment environment) {
		List<String> values = new ArrayList<>();
		DEFAULTS.forEach((name, otherwise) -> values.add(environment.getProperty(name, otherwise)));
		return values;
	}

	/**
	 * Warns of values that are not those with which the application was built.
	 * @param environment where the values of this start are looked up
	 * @param built the values at build time, in the order of their names
	 */
	public static void compare(Environment environment, String... built) {
		List<String> changed = changed(environment, built);
		if (!changed.isEmpty()) {
			logger.warn(
					"This application was AOT-processed, by which properties were fixed: {}. Process it with the "
							+ "properties and profiles of this start, or start it without 'spring.aot.enabled'.",
					String.join(", ", changed));
		}
	}

	static List<String> changed(Environment environment, String... built) {
		List<String> changed = new ArrayList<>();
		List<String> now = values(environment);
		int index = 0;
		for (String name : DEFAULTS.keySet()) {
			if (!built[index].equalsIgnoreCase(now.get(index))) {
				changed.add("%s is '%s' (now '%s')".formatted(name, built[index], now.get(index)));
			}
			index++;
		}
		return changed;
	}

}
