package dev.millrace.webflux;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.http.server.PathContainer;
import org.springframework.http.server.PathContainer.PathSegment;

/**
 * The first segments of the paths that some patterns match. Filled by one thread, then
 * read by any.
 */
final class FirstSegments {

	private static final String NOT_LITERAL = "{*?";

	private final Set<String> segments = new HashSet<>();

	private boolean any;

	void add(String pattern) {
		String first = literal(pattern);
		if (first == null) {
			addAny();
		}
		else {
			this.segments.add(first);
		}
	}

	/** Marks the patterns as possibly matching any path. */
	void addAny() {
		this.any = true;
	}

	private static @Nullable String literal(String pattern) {
		int start = pattern.startsWith("/") ? 1 : 0;
		int end = pattern.indexOf('/', start);
		String first = pattern.substring(start, (end < 0) ? pattern.length() : end);
		return first.chars().anyMatch((character) -> NOT_LITERAL.indexOf(character) >= 0) ? null : first;
	}

	/**
	 * Whether the patterns may match a path. A path of an unusual shape may always match.
	 */
	boolean mayMatch(PathContainer path) {
		if (this.any) {
			return true;
		}
		List<PathContainer.Element> elements = path.elements();
		boolean usual = elements.size() > 1 && !(elements.get(0) instanceof PathSegment)
				&& elements.get(1) instanceof PathSegment;
		return !usual || this.segments.contains(((PathSegment) elements.get(1)).valueToMatch());
	}

}
