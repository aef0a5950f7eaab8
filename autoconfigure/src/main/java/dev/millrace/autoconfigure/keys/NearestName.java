package dev.millrace.autoconfigure.keys;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Finds the known name that a wrong one was probably meant to be: one that differs in few
 * characters, or one that ends alike and stands elsewhere in the tree.
 *
 * @param names the known names
 */
record NearestName(List<String> names) {

	/** A name that ends alike in another place counts as if it differed by this much. */
	private static final int MISPLACED = 2;

	/**
	 * Finds the nearest name. Dashes and the indices of lists do not count.
	 * @param wrong the name that nothing binds
	 * @param environmentVariable whether the name was made of an environment variable, in
	 * which dots may stand for dashes
	 * @return the known name that is nearest, {@code null} if more than a third of the
	 * last element differs
	 */
	@Nullable String to(String wrong, boolean environmentVariable) {
		String written = plain(wrong, environmentVariable);
		String ending = lastElement(written);
		String nearest = null;
		int least = Integer.MAX_VALUE;
		int leastInFull = Integer.MAX_VALUE;
		for (String name : this.names) {
			String known = plain(name, environmentVariable);
			int inFull = distance(written, known);
			int distance = Math.min(inFull, distance(ending, lastElement(known)) * 2 + MISPLACED);
			if (distance < least || (distance == least && inFull < leastInFull)) {
				least = distance;
				leastInFull = inFull;
				nearest = name;
			}
		}
		int limit = Math.max(MISPLACED, environmentVariable ? 0 : ending.length() / 3);
		return (least <= limit) ? nearest : null;
	}

	private static String plain(String name, boolean environmentVariable) {
		String plain = name.replace("-", "").replaceAll("\\[[^]]*]", "");
		return environmentVariable ? plain.replace(".", "") : plain;
	}

	private static String lastElement(String name) {
		return name.substring(name.lastIndexOf('.') + 1);
	}

	/** The distance of Damerau and Levenshtein, with neighbours exchanged as one edit. */
	static int distance(String left, String right) {
		int[] beforeLast = new int[right.length() + 1];
		int[] last = new int[right.length() + 1];
		int[] current = new int[right.length() + 1];
		for (int j = 0; j <= right.length(); j++) {
			last[j] = j;
		}
		for (int i = 1; i <= left.length(); i++) {
			current[0] = i;
			for (int j = 1; j <= right.length(); j++) {
				boolean same = left.charAt(i - 1) == right.charAt(j - 1);
				current[j] = Math.min(Math.min(current[j - 1], last[j]) + 1, last[j - 1] + (same ? 0 : 1));
				if (i > 1 && j > 1 && left.charAt(i - 1) == right.charAt(j - 2)
						&& left.charAt(i - 2) == right.charAt(j - 1)) {
					current[j] = Math.min(current[j], beforeLast[j - 2] + 1);
				}
			}
			int[] free = beforeLast;
			beforeLast = last;
			last = current;
			current = free;
		}
		return last[right.length()];
	}

}
