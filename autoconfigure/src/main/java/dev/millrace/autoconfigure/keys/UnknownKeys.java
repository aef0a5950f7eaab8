package dev.millrace.autoconfigure.keys;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.boot.origin.Origin;
import org.springframework.core.env.Environment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * Finds keys of Millrace that nothing binds. Looks at all sources of the environment that
 * can be listed; documents of inactive profiles are not among them.
 */
final class UnknownKeys {

	private static final ConfigurationPropertyName ROOT = ConfigurationPropertyName.of("millrace");

	private static final ConfigurationPropertyName ENDPOINTS = ConfigurationPropertyName.of("management.endpoint");

	/** {@code null} until it is needed, where it was not given. */
	private @Nullable KnownKeys known;

	/**
	 * Creates a search for keys that no record of Millrace binds. The names of these are
	 * read, by reflection, only when a key is found that was not bound.
	 */
	UnknownKeys() {
	}

	/** Creates a search for keys that are not among those given. */
	UnknownKeys(KnownKeys known) {
		this.known = known;
	}

	private KnownKeys known() {
		KnownKeys keys = this.known;
		if (keys == null) {
			keys = new KnownKeys();
			this.known = keys;
		}
		return keys;
	}

	/**
	 * Finds the unknown keys of an environment.
	 * @param environment the environment
	 * @param bound names that were bound, which are known for sure; those of a feature
	 * that is off are not among them
	 * @return a line for each, in the order of the sources
	 */
	List<String> in(Environment environment, Set<ConfigurationPropertyName> bound) {
		List<String> lines = new ArrayList<>();
		Set<ConfigurationPropertyName> told = new TreeSet<>();
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
			if (source instanceof IterableConfigurationPropertySource listed) {
				boolean variables = source.getUnderlyingSource() instanceof SystemEnvironmentPropertySource;
				// No stream: the first lambdas of a class would cost more of the
				// start than the search itself.
				for (ConfigurationPropertyName name : listed) {
					if (isOurs(name) && !bound.contains(name) && isUnknown(name, listed, variables) && told.add(name)) {
						lines.add(line(name, listed, variables));
					}
				}
			}
		}
		return lines;
	}

	private static boolean isOurs(ConfigurationPropertyName name) {
		if (ROOT.equals(name) || ROOT.isAncestorOf(name)) {
			return true;
		}
		return ENDPOINTS.isAncestorOf(name)
				&& name.getElement(2, ConfigurationPropertyName.Form.UNIFORM).startsWith("millrace");
	}

	private boolean isUnknown(ConfigurationPropertyName name, ConfigurationPropertySource source, boolean variables) {
		ConfigurationProperty property = source.getConfigurationProperty(name);
		boolean empty = property == null || "".equals(String.valueOf(property.getValue()));
		return !known().contains(name, variables, empty);
	}

	private String line(ConfigurationPropertyName name, ConfigurationPropertySource source, boolean variable) {
		ConfigurationProperty property = source.getConfigurationProperty(name);
		Origin origin = Origin.from(property);
		StringBuilder line = new StringBuilder("'").append(name).append('\'');
		if (origin != null) {
			line.append(" (").append(origin).append(')');
		}
		String meant = new NearestName(known().names()).to(name.toString(), variable);
		return line.append((meant != null) ? ": did you mean '" + meant + "'?" : ": no known key is near").toString();
	}

	/**
	 * What is done about keys that nothing binds.
	 */
	enum Reaction {

		/** One line in the log names all of them. */
		WARN,

		/** The application does not start. */
		FAIL,

		/** They are ignored, as Spring Boot does. */
		IGNORE

	}

}
