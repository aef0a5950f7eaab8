package dev.millrace.hot.path;

/**
 * Tells whether two path patterns can match the same path, segment by segment.
 * Undecidable pairs, such as a regular expression and a variable, count as overlapping.
 */
public final class PatternOverlap {

	private PatternOverlap() {
	}

	/**
	 * Compares two patterns.
	 * @param one a pattern, as it is written
	 * @param other another one
	 * @return whether there may be a path that both match
	 */
	public static boolean exists(String one, String other) {
		return exists(one.split("/", -1), 1, other.split("/", -1), 1);
	}

	private static boolean exists(String[] one, int i, String[] other, int j) {
		if (i < one.length && isRest(one[i]) || j < other.length && isRest(other[j])) {
			return true;
		}
		if (i == one.length || j == other.length) {
			return i == one.length && j == other.length || (i + 1 == one.length && isRest(one[i]))
					|| (j + 1 == other.length && isRest(other[j]));
		}
		return segments(one[i], other[j]) && exists(one, i + 1, other, j + 1);
	}

	private static boolean isRest(String segment) {
		return segment.equals("**") || segment.startsWith("{*");
	}

	private static boolean segments(String one, String other) {
		return isWild(one) || isWild(other) || one.equals(other);
	}

	private static boolean isWild(String segment) {
		return segment.indexOf('{') >= 0 || segment.indexOf('*') >= 0 || segment.indexOf('?') >= 0;
	}

}
