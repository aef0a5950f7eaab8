package dev.millrace;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.util.ClassUtils;

/**
 * The properties of one prefix as {@code META-INF/spring-configuration-metadata.json}
 * describes them: checked, and rendered as Markdown with one table per feature.
 *
 * @param properties the properties in order of their names
 * @param sources the classes that the metadata was made from
 */
record PropertiesDocumentation(List<Property> properties, Collection<String> sources) {

	private static final String LOCATION = "META-INF/spring-configuration-metadata.json";

	/**
	 * Reads the metadata of the class path.
	 * @param prefix the prefix of the properties, with its dot
	 */
	static PropertiesDocumentation of(String prefix) throws IOException {
		List<Property> properties = new ArrayList<>();
		List<String> sources = new ArrayList<>();
		JsonMapper mapper = new JsonMapper();
		for (URL url : Collections.list(ClassUtils.getDefaultClassLoader().getResources(LOCATION))) {
			try (InputStream stream = url.openStream()) {
				Metadata metadata = mapper.readValue(stream, Metadata.class);
				all(metadata.properties()).filter((item) -> item.name().startsWith(prefix)).forEach(properties::add);
				all(metadata.groups()).map(Group::type).forEach(sources::add);
			}
		}
		properties.sort(Comparator.comparing(Property::name));
		return new PropertiesDocumentation(properties, sources);
	}

	/**
	 * One sentence for each description that breaks a rule of {@code CONTRIBUTING.md}.
	 */
	List<String> violations() {
		return this.properties.stream().flatMap((property) -> property.violations().stream()).toList();
	}

	String markdown(String command) {
		StringBuilder text = new StringBuilder("# Configuration properties\n\n");
		text.append("Generated from the descriptions in the code; do not edit. After a change there, run\n\n```\n")
			.append(command)
			.append("\n```\n");
		Map<String, List<Property>> features = this.properties.stream()
			.collect(Collectors.groupingBy(Property::feature, TreeMap::new, Collectors.toList()));
		features.forEach((feature, members) -> {
			text.append("\n## ").append(feature).append("\n\n");
			text.append("| name | type | default | description |\n|---|---|---|---|\n");
			members.forEach((property) -> text.append(property.row()).append('\n'));
		});
		return text.toString();
	}

	private static <T> Stream<T> all(@Nullable List<T> items) {
		return (items != null) ? items.stream() : Stream.empty();
	}

	/** The parts of the metadata that are used here. */
	record Metadata(@Nullable List<Group> groups, @Nullable List<Property> properties) {

	}

	record Group(String type) {

	}

	record Property(String name, String type, @Nullable String description, @Nullable Object defaultValue) {

		List<String> violations() {
			if (this.description == null || this.description.isBlank()) {
				return List.of(this.name + " has no description");
			}
			List<String> violations = new ArrayList<>();
			if (this.description.matches("(The|A|An) .*")) {
				violations.add(this.name + ": the description starts with an article");
			}
			if (!this.description.endsWith(".")) {
				violations.add(this.name + ": the description does not end with a full stop");
			}
			if (this.type.equals(Boolean.class.getName()) && !this.description.matches("(Whether|Enable) .*")) {
				violations.add(this.name + ": the description of a switch starts with Whether or Enable");
			}
			if (this.description.matches(".*(\\{@|</?\\w+>).*")) {
				violations.add(this.name + ": the description is plain text, without tags");
			}
			return violations;
		}

		/** The first two parts of the name, or one for a switch of the whole. */
		String feature() {
			String[] parts = this.name.split("\\.");
			return (parts.length > 2) ? parts[0] + "." + parts[1] : parts[0];
		}

		String row() {
			String value = (this.defaultValue != null) ? this.defaultValue.toString().replaceAll("^\\[|]$", "") : "";
			return Stream.of(code(this.name), code(displayType()), code(value), String.valueOf(this.description))
				.map((cell) -> cell.replace("|", "\\|"))
				.collect(Collectors.joining(" | ", "| ", " |"));
		}

		/**
		 * The constants of an enum as they are written in a property, else the type's
		 * short name.
		 */
		private String displayType() {
			if (ClassUtils.isPresent(this.type, null)) {
				Object[] constants = ClassUtils.resolveClassName(this.type, null).getEnumConstants();
				if (constants != null) {
					return Arrays.stream(constants)
						.map((constant) -> ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-'))
						.collect(Collectors.joining(", "));
				}
			}
			return this.type.replaceAll("[\\w.$]+[.$](\\w+)", "$1").replace(",", ", ");
		}

		private static String code(String text) {
			return text.isEmpty() ? text : "`" + text + "`";
		}

	}

}
