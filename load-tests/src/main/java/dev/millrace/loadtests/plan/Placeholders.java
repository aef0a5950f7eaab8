package dev.millrace.loadtests.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Replaces {@code ${NAME}} by the environment variable of that name.
 *
 * @param environment the variables
 */
public record Placeholders(Map<String, String> environment) {

	private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{(\\w+)}");

	/**
	 * Replaces all placeholders.
	 * @param text a text
	 * @return the text with their values
	 * @throws IllegalArgumentException if a variable is not set; the message has its name
	 */
	public String resolve(String text) {
		return PLACEHOLDER.matcher(text).replaceAll((match) -> Matcher.quoteReplacement(value(match)));
	}

	private String value(MatchResult match) {
		String value = this.environment.get(match.group(1));
		if (value == null) {
			throw new IllegalArgumentException("The environment variable " + match.group(1) + " is not set");
		}
		return value;
	}

	/**
	 * Looks for variables that are not set.
	 * @param plan a plan
	 * @return their names
	 */
	public List<String> missing(Plan plan) {
		List<String> missing = new ArrayList<>();
		plan.requests()
			.stream()
			.flatMap((request) -> Stream.concat(request.headers().values().stream(), Stream.ofNullable(request.body())))
			.flatMap((text) -> PLACEHOLDER.matcher(text).results())
			.map((match) -> match.group(1))
			.filter((name) -> !this.environment.containsKey(name))
			.distinct()
			.forEach(missing::add);
		return missing;
	}

}
