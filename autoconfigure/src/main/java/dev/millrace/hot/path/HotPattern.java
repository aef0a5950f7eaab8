package dev.millrace.hot.path;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A path pattern of hot routes: that of Spring's {@code PathPattern}, without wildcards
 * and regular expressions inside a path.
 *
 * @param text the pattern as written
 * @param segments its segments in order
 */
public record HotPattern(String text, List<Segment> segments) {

	/**
	 * One segment.
	 *
	 * @param type what it matches
	 * @param text the literal text, or the name of the variable
	 */
	public record Segment(Type type, String text) {
	}

	/**
	 * What a segment matches.
	 */
	public enum Type {

		/** Itself. */
		LITERAL,

		/** One segment that is not empty. */
		VARIABLE,

		/** All that is left, with its leading slash. */
		REST

	}

	/**
	 * Reads a pattern.
	 * @param text the pattern as written
	 * @return the pattern
	 * @throws IllegalArgumentException if it is none, with the reason as its message
	 */
	public static HotPattern parse(String text) {
		if (!text.startsWith("/")) {
			throw refused(text, "does not begin with a slash");
		}
		List<Segment> segments = new ArrayList<>();
		Set<String> names = new HashSet<>();
		String path = text.substring(1);
		for (String part : path.split("/", -1)) {
			if (!segments.isEmpty() && segments.get(segments.size() - 1).type() == Type.REST) {
				throw refused(text, "has something behind its {*rest}");
			}
			Segment segment = segment(text, part);
			if (segment.type() != Type.LITERAL && !names.add(segment.text())) {
				throw refused(text, "has the variable '" + segment.text() + "' twice");
			}
			segments.add(segment);
		}
		if (hasOddSegment(segments)) {
			throw refused(text, "has an empty, '.' or '..' segment");
		}
		return new HotPattern(text, List.copyOf(segments));
	}

	/** Only the last segment may be empty: a trailing slash. */
	private static boolean hasOddSegment(List<Segment> segments) {
		for (int i = 0; i < segments.size(); i++) {
			String segment = segments.get(i).text();
			if (segment.equals(".") || segment.equals("..") || (segment.isEmpty() && i < segments.size() - 1)) {
				return true;
			}
		}
		return false;
	}

	private static Segment segment(String text, String part) {
		boolean braces = part.startsWith("{") && part.endsWith("}") && part.length() > 2;
		if (braces && part.startsWith("{*")) {
			return new Segment(Type.REST, name(text, part.substring(2, part.length() - 1)));
		}
		if (braces) {
			return new Segment(Type.VARIABLE, name(text, part.substring(1, part.length() - 1)));
		}
		for (int i = 0; i < part.length(); i++) {
			char c = part.charAt(i);
			if (c == '*' || !HotPaths.isPlain(c)) {
				throw refused(text, "has '" + c + "' in a segment");
			}
		}
		return new Segment(Type.LITERAL, part);
	}

	private static String name(String text, String name) {
		if (name.isEmpty() || !name.chars().allMatch(Character::isJavaIdentifierPart)) {
			throw refused(text, "has a variable named '" + name + "'");
		}
		return name;
	}

	private static IllegalArgumentException refused(String text, String reason) {
		return new IllegalArgumentException("Hot route pattern '" + text + "' " + reason);
	}

	/** Whether the pattern is a path, found by its text alone. */
	public boolean exact() {
		return this.segments.stream().allMatch((segment) -> segment.type() == Type.LITERAL);
	}

	/**
	 * The same pattern with the base path of the application in its text, for reports.
	 */
	public HotPattern under(String basePath) {
		return basePath.isEmpty() ? this : new HotPattern(basePath + this.text, this.segments);
	}

	/** The pattern with its variables unnamed: equal for patterns that match the same. */
	public String shape() {
		StringBuilder shape = new StringBuilder();
		for (Segment segment : this.segments) {
			shape.append('/').append(switch (segment.type()) {
				case LITERAL -> segment.text();
				case VARIABLE -> "{}";
				case REST -> "{*}";
			});
		}
		return shape.toString();
	}

	/** The place of a variable among the variables, -1 where there is none. */
	public int indexOf(String variable) {
		int index = 0;
		for (Segment segment : this.segments) {
			if (segment.type() != Type.LITERAL) {
				if (segment.text().equals(variable)) {
					return index;
				}
				index++;
			}
		}
		return -1;
	}

}
