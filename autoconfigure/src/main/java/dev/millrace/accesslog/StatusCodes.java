package dev.millrace.accesslog;

import java.util.List;

/**
 * Codes and classes of status codes.
 *
 * @param names each a code, such as {@code 404}, or a class, such as {@code 5xx}; none
 * stands for all
 */
public record StatusCodes(List<String> names) {

	private static final int CLASS = 100;

	private static final int CODES = 1000;

	/**
	 * Checks the names.
	 * @throws IllegalArgumentException if one is none
	 */
	public StatusCodes {
		names = List.copyOf(names);
		names.forEach(StatusCodes::first);
	}

	boolean[] toTable() {
		boolean[] table = new boolean[CODES];
		for (String name : this.names) {
			int first = first(name);
			int count = name.endsWith("xx") ? CLASS : 1;
			for (int code = first; code < first + count; code++) {
				table[code] = true;
			}
		}
		return table;
	}

	private static int first(String name) {
		String digits = name.endsWith("xx") ? name.charAt(0) + "00" : name;
		if (name.length() == 3 && digits.chars().allMatch((c) -> c >= '0' && c <= '9') && digits.charAt(0) >= '1'
				&& digits.charAt(0) <= '5') {
			return Integer.parseInt(digits);
		}
		throw new IllegalArgumentException(
				"'" + name + "' is neither a status code, such as '404', nor a class, such as '5xx'");
	}

}
