package dev.millrace;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import com.tngtech.archunit.core.domain.JavaClasses;

/**
 * The table of main classes of a guide.
 *
 * @param classes full names of the classes that it names
 */
record ClassMap(Set<String> classes) {

	private static final String TITLE = "## Main classes\n";

	private static final Pattern ROW = Pattern.compile("^\\| `([a-z0-9.]+)` \\|(.*)$", Pattern.MULTILINE);

	private static final Pattern NAME = Pattern.compile("`([A-Z]\\w+)`");

	/** Header names and the like, which are written as classes are. */
	private static final Set<String> OTHERS = Set.of("Date", "Server");

	static ClassMap read(Path guide, String root) throws IOException {
		String page = Files.readString(guide);
		int start = page.indexOf(TITLE);
		String section = page.substring(start, page.indexOf("\n## ", start));
		Set<String> classes = new TreeSet<>();
		for (MatchResult row : ROW.matcher(section).results().toList()) {
			NAME.matcher(row.group(2))
				.results()
				.map((name) -> name.group(1))
				.filter((name) -> !OTHERS.contains(name))
				.forEach((name) -> classes.add(root + "." + row.group(1) + "." + name));
		}
		return new ClassMap(classes);
	}

	/** Those that are not where the table says. */
	Set<String> missing(JavaClasses existing) {
		Set<String> missing = new TreeSet<>(this.classes);
		missing.removeIf(existing::contain);
		return missing;
	}

}
