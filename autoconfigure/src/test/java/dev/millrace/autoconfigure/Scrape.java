package dev.millrace.autoconfigure;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import dev.millrace.testing.Requests;

import org.springframework.context.ApplicationContext;

/**
 * What a Prometheus server scrapes about the requests of an application, without those to
 * the actuator.
 *
 * @param text all that was scraped
 */
record Scrape(String text) {

	private static final Pattern COUNT = Pattern.compile("(?m)^http_server_requests_seconds_count\\{(.*)} (\\d+)$");

	private static final Pattern BOUND = Pattern
		.compile("(?m)^http_server_requests_seconds_bucket\\{(.*),le=\"(.*)\"} ");

	static Scrape of(ApplicationContext context) {
		return new Scrape(Requests.get(Requests.port(context), "/actuator/prometheus"));
	}

	/** The labels as they are scraped, in alphabetic order, where nothing failed. */
	static String labels(String method, String outcome, String status, String uri) {
		return labels(method, outcome, status, uri, "none");
	}

	static String labels(String method, String outcome, String status, String uri, String error) {
		return "error=\"%s\",exception=\"%s\",method=\"%s\",outcome=\"%s\",status=\"%s\",uri=\"%s\"".formatted(error,
				error, method, outcome, status, uri);
	}

	/** How many requests there were, by labels. */
	Map<String, Integer> counts() {
		Map<String, Integer> counts = new TreeMap<>();
		COUNT.matcher(this.text)
			.results()
			.filter((line) -> !line.group(1).contains("uri=\"/actuator"))
			.forEach((line) -> counts.put(line.group(1), Integer.parseInt(line.group(2))));
		return counts;
	}

	/** The bounds of the buckets of a histogram. */
	Set<String> bounds(String labels) {
		Set<String> bounds = new TreeSet<>();
		for (MatchResult line : BOUND.matcher(this.text).results().toList()) {
			if (line.group(1).equals(labels)) {
				bounds.add(line.group(2));
			}
		}
		return bounds;
	}

}
