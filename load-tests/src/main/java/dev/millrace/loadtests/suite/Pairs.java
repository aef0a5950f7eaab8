package dev.millrace.loadtests.suite;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

import dev.millrace.loadtests.measure.Measurement;
import dev.millrace.loadtests.stats.Comparison;
import org.jspecify.annotations.Nullable;

/**
 * Rounds as pairs of servers.
 *
 * @param rounds measurements of {@code Bench.rounds}
 * @param control a server that was measured twice in each round
 * @param controlAgain its other name
 */
record Pairs(List<Measurement> rounds, String control, String controlAgain) {

	/**
	 * Compares two servers that were measured in the same rounds.
	 * @param before the name of the first
	 * @param after the name of the second
	 * @param metric what to compare
	 * @return the comparison, absent if one of them did not run or does not tell
	 */
	Optional<Comparison> compare(String before, String after, Function<Measurement, @Nullable Double> metric) {
		double[] first = values(before, metric);
		double[] second = values(after, metric);
		double[] control = values(this.control, metric);
		double[] again = values(this.controlAgain, metric);
		// Without a single answer there is no ratio
		if (first.length == 0 || first.length != second.length || hasNothing(first) || hasNothing(second)) {
			return Optional.empty();
		}
		if (control.length == 0 || control.length != again.length || hasNothing(control) || hasNothing(again)) {
			return Optional.of(Comparison.of(first, second, 0));
		}
		return Optional.of(before.equals(this.control) ? Comparison.withControl(control, again, second)
				: Comparison.of(first, second, Comparison.noise(control, again)));
	}

	private static boolean hasNothing(double[] values) {
		return Arrays.stream(values).anyMatch((value) -> value <= 0);
	}

	private double[] values(String server, Function<Measurement, @Nullable Double> metric) {
		return this.rounds.stream()
			.filter((round) -> round.server().equals(server))
			.map(metric)
			.filter(Objects::nonNull)
			.mapToDouble(Double::doubleValue)
			.toArray();
	}

}
