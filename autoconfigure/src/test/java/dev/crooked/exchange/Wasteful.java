package dev.crooked.exchange;

import java.util.List;

/** Spends more on a request than the request is worth. */
class Wasteful {

	String format(String name) {
		return String.format("%s", name) + "%s".formatted(name);
	}

	boolean matches(String name) {
		return name.matches("a+");
	}

	String[] split(String name) {
		return name.split(",");
	}

	List<String> stream(List<String> names) {
		return names.stream().sorted().toList();
	}

}
