package dev.millrace;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;

/**
 * The packages of a root that each of its packages depends on: as its
 * {@code package-info} says, and as its classes show.
 *
 * @param root the root package
 */
record PackageDependencies(String root) {

	private static final Pattern NAME = Pattern.compile("\\{@code\\s+([a-z0-9.]+)}");

	/** Those of each package that depends on another one. */
	Map<String, Set<String>> shown(JavaClasses classes) {
		Map<String, Set<String>> shown = new TreeMap<>();
		for (JavaClass from : classes) {
			for (Dependency dependency : from.getDirectDependenciesFromSelf()) {
				String to = dependency.getTargetClass().getBaseComponentType().getPackageName();
				if (to.startsWith(this.root + ".") && !to.equals(from.getPackageName())) {
					shown.computeIfAbsent(within(from.getPackageName()), (name) -> new TreeSet<>()).add(within(to));
				}
			}
		}
		return shown;
	}

	/** Those that one text says, of a package or of its source. */
	static Set<String> said(String text) {
		String joined = text.replaceAll("\\s*\\n \\* ?", " ");
		int start = joined.indexOf("Depends on:");
		return (start < 0) ? Set.of()
				: NAME.matcher(joined.substring(start))
					.results()
					.map((match) -> match.group(1))
					.collect(Collectors.toCollection(TreeSet::new));
	}

	/** What to write where it is not what the classes show. */
	Map<String, String> wrong(JavaClasses classes, Path sources) throws IOException {
		Map<String, String> wrong = new TreeMap<>();
		for (Map.Entry<String, Set<String>> room : shown(classes).entrySet()) {
			Path info = sources.resolve(this.root.replace('.', '/'))
				.resolve(room.getKey().replace('.', '/'))
				.resolve("package-info.java");
			if (!said(Files.readString(info)).equals(room.getValue())) {
				wrong.put(room.getKey(),
						room.getValue()
							.stream()
							.collect(Collectors.joining("}, {@code ", "write: Depends on: {@code ", "}")));
			}
		}
		return wrong;
	}

	private String within(String name) {
		return name.substring(this.root.length() + 1);
	}

}
