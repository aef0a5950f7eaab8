package dev.millrace.loadtests.verdict;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import dev.millrace.loadtests.measure.Measurement;
import dev.millrace.loadtests.stats.Bootstrap;
import dev.millrace.loadtests.stats.Comparison;
import dev.millrace.loadtests.stats.Interval;

/**
 * Turns measurements into answers.
 *
 * @param targets what is to be reached and when a measurement counts
 */
public record Checks(Targets targets) {

	private static final double BEARABLE = 0.1;

	/**
	 * Asks whether a server gives a rate. A rate that was reached is reached, however
	 * busy the generator was; only for a rate that was missed it matters who was the
	 * limit.
	 * @param name what is asked
	 * @param rounds the measurements, all alike
	 * @param target requests a second
	 * @param capacity what the generator does with a server that costs nothing
	 * @param problems what is wrong with the server
	 * @return the check
	 */
	public Check rate(String name, List<Measurement> rounds, double target, double capacity, List<String> problems) {
		Validity validity = this.targets.validity();
		double[] rates = rounds.stream().mapToDouble(Measurement::rate).toArray();
		double median = Bootstrap.median(rates);
		String value = String.format(Locale.ROOT, "%,.0f req/s (median of %d rounds, generator's limit %,.0f)", median,
				rates.length, capacity);
		String goal = String.format(Locale.ROOT, ">= %,.0f req/s", target);
		Set<String> reasons = new LinkedHashSet<>(problems);
		rounds.stream()
			.filter((round) -> round.pipelining() > 1)
			.findFirst()
			.ifPresent((round) -> reasons.add("pipelined " + round.pipelining() + " deep, which is another question"));
		boolean failed = rounds.stream()
			.anyMatch((round) -> round.result().errorCount() > 0 && validity.tooManyErrors(round));
		if (reasons.isEmpty() && failed) {
			return new Check(name, Verdict.FAIL, value, goal, List.of("requests failed: " + errors(rounds)));
		}
		if (median >= target) {
			return Check.of(name, true, value, goal, List.copyOf(reasons));
		}
		reasons.addAll(disturbances(rounds));
		rounds.stream()
			.map(validity::saturation)
			.filter((found) -> !found.isEmpty())
			.findFirst()
			.ifPresent(reasons::addAll);
		if (capacity < validity.generatorHeadroom() * target) {
			reasons.add(String.format(Locale.ROOT,
					"the generator reaches only %,.0f req/s with a server that costs nothing, and %.1f times the target is needed to tell",
					capacity, validity.generatorHeadroom()));
		}
		if (reasons.isEmpty() && Bootstrap.median(rates, 0.95).high() >= target) {
			reasons.add("the rounds scatter around the target");
		}
		return Check.of(name, false, value, goal, List.copyOf(reasons));
	}

	private static String errors(Collection<Measurement> rounds) {
		return rounds.stream()
			.filter((round) -> round.result().errorCount() > 0)
			.map((round) -> round.server() + " " + round.result().errors())
			.findFirst()
			.orElse("no answers at all");
	}

	/**
	 * Asks whether no request failed.
	 * @param name what is asked
	 * @param measurement what was measured
	 * @param problems what is wrong with the server
	 * @return the check
	 */
	public Check errors(String name, Measurement measurement, List<String> problems) {
		long errors = measurement.result().errorCount();
		String value = String.format(Locale.ROOT, "%,d of %,d requests failed", errors,
				errors + measurement.result().requests());
		boolean passed = !this.targets.validity().tooManyErrors(measurement);
		return Check.of(name, passed, value, "none fails", problems);
	}

	/**
	 * Asks whether no request failed in any round. Where none was even answered although
	 * none failed, disturbances explain it.
	 * @param name what is asked
	 * @param rounds the measurements
	 * @param problems what is wrong with the server
	 * @return the check
	 */
	public Check answered(String name, List<Measurement> rounds, List<String> problems) {
		long errors = rounds.stream().mapToLong((round) -> round.result().errorCount()).sum();
		boolean passed = rounds.stream().noneMatch(this.targets.validity()::tooManyErrors);
		List<String> reasons = new ArrayList<>(problems);
		if (!passed && errors == 0) {
			reasons.addAll(disturbances(rounds));
		}
		return Check.of(name, passed, errors + " errors", "none fails", reasons);
	}

	/**
	 * Asks whether a ratio is at least, or at most, what was promised.
	 * @param name what is asked
	 * @param comparison what was measured
	 * @param bound the least or the most
	 * @param atLeast whether the bound is a lower one
	 * @param problems why the measurements do not count
	 * @return the check
	 */
	public Check ratio(String name, Comparison comparison, double bound, boolean atLeast, List<String> problems) {
		double tolerance = this.targets.bounds().tolerance();
		Interval ratio = comparison.ratio();
		String goal = String.format(Locale.ROOT, "%s %.2f", atLeast ? ">=" : "<=", bound);
		boolean met = atLeast ? ratio.low() >= bound * (1 - tolerance) : ratio.high() <= bound * (1 + tolerance);
		boolean missed = atLeast ? ratio.high() < bound : ratio.low() > bound;
		List<String> reasons = new ArrayList<>(problems);
		if (!met && !missed) {
			reasons.add("the interval includes the bound: more rounds or a quieter machine would be needed to tell");
		}
		else if (!met && Math.abs(Math.log(ratio.estimate() / bound)) <= Math.log1p(comparison.floor())) {
			reasons.add(String.format(Locale.ROOT,
					"the miss is within %.1f %%, which a server differs from itself here", 100 * comparison.floor()));
		}
		return Check.of(name, met, ratio.toString(), goal, reasons);
	}

	/**
	 * Looks whether too many rounds were disturbed from outside. The median bears a few.
	 * @param rounds the measurements
	 * @return the reason why they do not count; empty if they do
	 */
	public List<String> disturbances(Collection<Measurement> rounds) {
		List<String> reasons = rounds.stream()
			.map(this.targets.validity()::disturbances)
			.filter((found) -> !found.isEmpty())
			.map((found) -> String.join(", and ", found))
			.toList();
		if (reasons.size() <= BEARABLE * rounds.size()) {
			return List.of();
		}
		return List.of(String.format(Locale.ROOT, "%d of %d rounds were disturbed, the first because %s",
				reasons.size(), rounds.size(), reasons.get(0)));
	}

}
