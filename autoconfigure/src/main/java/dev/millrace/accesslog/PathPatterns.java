package dev.millrace.accesslog;

import java.util.List;

/**
 * Paths, and trees of paths.
 *
 * @param patterns each a path, such as {@code /health}, or a path and all below it, such
 * as {@code /actuator/**}
 */
public record PathPatterns(List<String> patterns) {

	private static final String TREE = "/**";

	/**
	 * Checks the patterns.
	 * @throws IllegalArgumentException if one is none
	 */
	public PathPatterns {
		patterns = List.copyOf(patterns);
		for (String pattern : patterns) {
			String path = pattern.endsWith(TREE) ? pattern.substring(0, pattern.length() - TREE.length()) : pattern;
			if (!pattern.startsWith("/") || path.indexOf('*') >= 0) {
				throw new IllegalArgumentException("'" + pattern
						+ "' is neither a path, such as '/health', nor one with all below it, such as '/actuator/**'");
			}
		}
	}

	boolean isEmpty() {
		return this.patterns.isEmpty();
	}

	boolean matches(String path) {
		for (int i = 0; i < this.patterns.size(); i++) {
			if (matches(this.patterns.get(i), path)) {
				return true;
			}
		}
		return false;
	}

	private static boolean matches(String pattern, String path) {
		if (!pattern.endsWith(TREE)) {
			return path.equals(pattern);
		}
		int length = pattern.length() - TREE.length();
		return path.regionMatches(0, pattern, 0, length) && (path.length() == length || path.charAt(length) == '/');
	}

}
