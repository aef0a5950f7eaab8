package dev.millrace.accesslog;

import java.util.Set;

/**
 * Queries without the values of parameters that are not chosen to be shown.
 *
 * @param shown the names of parameters whose values are written
 */
record QueryText(Set<String> shown) {

	private static final char MASK = '*';

	/**
	 * Writes a query. A part without a name or without a value is treated as a value and
	 * not written: it may be Base64, which ends with equals signs.
	 * @param line where to
	 * @param query the query as received, without its question mark
	 * @param json as for {@link LineBuffer#putEscaped}
	 */
	void write(LineBuffer line, String query, boolean json) {
		int start = 0;
		while (start <= query.length()) {
			int end = find(query, '&', start, query.length());
			int equals = find(query, '=', start, end);
			if (find(query, '=', equals, end, false) == end) {
				if (end > start) {
					line.put(MASK);
				}
			}
			else {
				String name = query.substring(start, equals);
				line.putEscaped(name, json);
				line.put('=');
				if (this.shown.contains(name)) {
					line.putEscaped(query.substring(equals + 1, end), json);
				}
				else {
					line.put(MASK);
				}
			}
			if (end < query.length()) {
				line.put('&');
			}
			start = end + 1;
		}
	}

	/**
	 * Writes a reference to a page: without its query's values, its fragment and the user
	 * name.
	 * @param line where to
	 * @param reference the reference
	 * @param json as for {@link LineBuffer#putEscaped}
	 */
	void writeReference(LineBuffer line, String reference, boolean json) {
		int end = find(reference, '#', 0, reference.length());
		int question = find(reference, '?', 0, end);
		int authority = reference.indexOf("//");
		int start = 0;
		if (authority >= 0 && authority < question) {
			int path = find(reference, '/', authority + 2, question);
			int user = reference.lastIndexOf('@', path - 1);
			if (user >= authority) {
				line.putEscaped(reference.substring(0, authority + 2), json);
				start = user + 1;
			}
		}
		line.putEscaped(reference.substring(start, question), json);
		if (question < end) {
			line.put('?');
			write(line, reference.substring(question + 1, end), json);
		}
	}

	private static int find(String text, char wanted, int from, int to) {
		return find(text, wanted, from, to, true);
	}

	/**
	 * Returns the first index at which the character stands, or with {@code wanted} unset
	 * the first at which another one does; the end if there is none.
	 */
	private static int find(String text, char c, int from, int to, boolean wanted) {
		int at = from;
		while (at < to && (text.charAt(at) == c) != wanted) {
			at++;
		}
		return at;
	}

}
