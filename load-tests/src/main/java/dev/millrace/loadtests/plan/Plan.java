package dev.millrace.loadtests.plan;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import org.jspecify.annotations.Nullable;

/**
 * A load for an application of one's own, from a {@code load.yaml}. Placeholders such as
 * {@code ${TOKEN}} stay as they are until a request is made, so nothing that prints a
 * plan can print a secret.
 *
 * @param rate requests a second
 * @param duration how long
 * @param requests what to ask for, each as often as its weight says
 * @param targets what is to be reached
 */
public record Plan(double rate, Duration duration, List<PlannedRequest> requests, PlanTargets targets) {

	private static final Pattern SECONDS = Pattern.compile("(\\d+)\\s*(ms|s|m)");

	/**
	 * Creates a plan.
	 */
	public Plan {
		if (requests.isEmpty()) {
			throw new IllegalArgumentException("requests: (empty) (expected: at least one)");
		}
		if (rate <= 0) {
			throw new IllegalArgumentException("rate: " + rate + " (expected: more than 0)");
		}
		requests = List.copyOf(requests);
	}

	@JsonCreator
	static Plan of(@JsonProperty(value = "rate", required = true) double rate,
			@JsonProperty(value = "duration", required = true) String duration,
			@JsonProperty(value = "requests", required = true) List<PlannedRequest> requests,
			@JsonProperty("targets") @Nullable PlanTargets targets) {
		return new Plan(rate, duration(duration), requests,
				Objects.requireNonNullElseGet(targets, () -> new PlanTargets(null, null, null)));
	}

	private static Duration duration(String text) {
		Matcher matcher = SECONDS.matcher(text);
		if (!matcher.matches()) {
			throw new IllegalArgumentException(
					"duration: '" + text + "' (expected: a number with ms, s or m, as in 30s)");
		}
		long amount = Long.parseLong(matcher.group(1));
		return switch (matcher.group(2)) {
			case "ms" -> Duration.ofMillis(amount);
			case "m" -> Duration.ofMinutes(amount);
			default -> Duration.ofSeconds(amount);
		};
	}

	/**
	 * Reads a plan.
	 * @param file a YAML file
	 * @return the plan
	 * @throws IOException if it cannot be read or is not a plan
	 */
	public static Plan read(Path file) throws IOException {
		return new YAMLMapper().readValue(file.toFile(), Plan.class);
	}

	/**
	 * One kind of request.
	 *
	 * @param name its name in the results
	 * @param weight how often it is made, in proportion to the others
	 * @param method the method
	 * @param path path and query
	 * @param headers headers; values may hold placeholders
	 * @param body the body, which may hold placeholders; absent for none
	 * @param status the status that is expected
	 */
	public record PlannedRequest(String name, double weight, String method, String path, Map<String, String> headers,
			@Nullable String body, int status) {

		@JsonCreator
		static PlannedRequest of(@JsonProperty("name") @Nullable String name,
				@JsonProperty("weight") @Nullable Double weight, @JsonProperty("method") @Nullable String method,
				@JsonProperty(value = "path", required = true) String path,
				@JsonProperty("headers") @Nullable Map<String, String> headers,
				@JsonProperty("body") @Nullable String body, @JsonProperty("status") @Nullable Integer status) {
			String verb = Objects.requireNonNullElse(method, "GET");
			return new PlannedRequest(Objects.requireNonNullElse(name, verb + " " + path),
					Objects.requireNonNullElse(weight, 1.0), verb, path, Objects.requireNonNullElse(headers, Map.of()),
					body, Objects.requireNonNullElse(status, 200));
		}

	}

	/**
	 * What is to be reached; absent values are not asked.
	 *
	 * @param errorPercent failed requests that are put up with
	 * @param p99Millis the longest time of 99 % of all requests
	 * @param requestsPerSecond the least rate
	 */
	public record PlanTargets(@Nullable Double errorPercent, @Nullable Double p99Millis,
			@Nullable Double requestsPerSecond) {
	}

}
