package dev.millrace.starter;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the starter brings at run time, as Maven resolved it for this build. A dependency
 * is written {@code groupId:artifactId[:classifier]}.
 *
 * @param files the file of each dependency
 * @param children the dependencies of each dependency, before Maven leaves out those that
 * came another way first
 */
record StarterDependencies(SortedMap<String, Path> files, Map<String, Collection<String>> children) {

	private static final Pattern LINE = Pattern
		.compile(" +(?<name>[^:]+:[^:]+):jar(?<classifier>:[^:]+)?:[^:]+:(?:compile|runtime):(?<file>.+)");

	/** The plugin adds the name of the module, in colour where the console has it. */
	private static final Pattern MODULE = Pattern.compile("(\u001B\\[[\\d;]*m)* -- module .*");

	static StarterDependencies read(Path list, Path tree) throws IOException {
		SortedMap<String, Path> files = new TreeMap<>();
		for (String line : Files.readAllLines(list)) {
			Matcher matcher = LINE.matcher(MODULE.matcher(line).replaceAll(""));
			if (matcher.matches()) {
				String classifier = (matcher.group("classifier") != null) ? matcher.group("classifier") : "";
				files.put(matcher.group("name") + classifier, Path.of(matcher.group("file")));
			}
		}
		Map<String, Collection<String>> children = new HashMap<>();
		collect(new JsonMapper().readTree(Files.readString(tree)), children);
		return new StarterDependencies(files, children);
	}

	/**
	 * What comes anyway with the given dependencies, these included.
	 */
	Collection<String> closure(List<String> names) {
		Collection<String> closure = new TreeSet<>();
		Deque<String> open = new ArrayDeque<>(names);
		while (!open.isEmpty()) {
			String name = open.pop();
			if (this.files.containsKey(name) && closure.add(name)) {
				open.addAll(this.children.getOrDefault(name, List.of()));
			}
		}
		return closure;
	}

	SortedMap<String, Path> without(Collection<String> names) {
		SortedMap<String, Path> rest = new TreeMap<>(this.files);
		rest.keySet().removeAll(names);
		return rest;
	}

	/** The size of jars, or of the classes of a module that is not packaged yet. */
	static long size(Collection<Path> files) throws IOException {
		long size = 0;
		for (Path file : files) {
			try (Stream<Path> content = Files.walk(file)) {
				for (Path part : content.filter(Files::isRegularFile).toList()) {
					size += Files.size(part);
				}
			}
		}
		return size;
	}

	private static void collect(JsonNode node, Map<String, Collection<String>> children) {
		for (JsonNode child : node.path("children")) {
			children.computeIfAbsent(name(node), (name) -> new TreeSet<>()).add(name(child));
			collect(child, children);
		}
	}

	private static String name(JsonNode node) {
		String classifier = node.path("classifier").asString("");
		String name = node.path("groupId").asString() + ":" + node.path("artifactId").asString();
		return classifier.isEmpty() ? name : name + ":" + classifier;
	}

}
