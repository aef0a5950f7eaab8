package dev.millrace.exchange.syntax;

import java.util.List;

/**
 * Compares entity tags (RFC 9110 section 8.8.3) with the lists of {@code If-Match} and
 * {@code If-None-Match}.
 */
final class EntityTags {

	private static final String WEAK = "W/";

	private EntityTags() {
	}

	/** Whether the field is {@code *}, which any representation matches. */
	static boolean any(List<String> fields) {
		return fields.size() == 1 && fields.get(0).strip().equals("*");
	}

	/**
	 * Tells whether a tag is among those listed.
	 * @param fields the values of all fields of one name
	 * @param tag the tag of the representation
	 * @param weak whether weak tags may match (section 8.8.3.2)
	 * @return whether one of them matches
	 */
	static boolean contains(List<String> fields, String tag, boolean weak) {
		if (!weak && tag.startsWith(WEAK)) {
			return false;
		}
		for (String field : fields) {
			int at = start(field, 0);
			while (at < field.length()) {
				int end = end(field, at);
				if (matches(field.substring(at, end).stripTrailing(), tag, weak)) {
					return true;
				}
				at = start(field, end);
			}
		}
		return false;
	}

	private static boolean matches(String listed, String tag, boolean weak) {
		return weak ? opaque(listed).equals(opaque(tag)) : listed.equals(tag);
	}

	private static String opaque(String tag) {
		return tag.startsWith(WEAK) ? tag.substring(WEAK.length()) : tag;
	}

	/**
	 * Returns the index at which the next tag begins, behind commas and white space.
	 */
	private static int start(String field, int from) {
		int at = from;
		while (at < field.length()
				&& (field.charAt(at) == ',' || field.charAt(at) == ' ' || field.charAt(at) == '\t')) {
			at++;
		}
		return at;
	}

	/** Returns the index at which a tag ends: at a comma outside of its quotes. */
	private static int end(String field, int from) {
		boolean quoted = false;
		int at = from;
		while (at < field.length() && (quoted || field.charAt(at) != ',')) {
			quoted ^= field.charAt(at) == '"';
			at++;
		}
		return at;
	}

}
