package dev.millrace.loadtests.suite;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

import dev.millrace.loadtests.machine.Machine;
import dev.millrace.loadtests.measure.Measurement;
import dev.millrace.loadtests.report.SuiteResult;
import dev.millrace.loadtests.stats.Bootstrap;
import dev.millrace.loadtests.stats.Interval;
import dev.millrace.loadtests.verdict.Check;

/**
 * Compares with an earlier result. Rounds of different days are no pairs, so only the CPU
 * time for each request is judged, which holds still where throughput does not.
 */
public final class BaselineCheck {

	private static final double CONFIDENCE = 0.95;

	/** With fewer, an interval of medians is no interval. */
	private static final int LEAST_ROUNDS = 5;

	private BaselineCheck() {
	}

	/**
	 * Compares every server that both results have.
	 * @param baseline the earlier result
	 * @param machine this machine
	 * @param findings what was found now; takes the checks
	 * @param bound how much more CPU time is put up with, as a ratio
	 */
	public static void run(SuiteResult baseline, Machine machine, Findings findings, double bound) {
		int before = findings.checks().size();
		compare(baseline, machine, findings, bound);
		if (findings.checks().size() == before) {
			findings.check(Check.notApplicable("server CPU per request against the baseline",
					String.format(Locale.ROOT, "<= %.2f times the baseline", bound),
					"the two results have no server in common whose CPU time is known"));
		}
	}

	private static void compare(SuiteResult baseline, Machine machine, Findings findings, double bound) {
		List<String> names = findings.measurements().stream().map(Measurement::server).distinct().toList();
		for (String server : names) {
			double[] earlier = micros(baseline.measurements(), server);
			double[] now = micros(findings.measurements(), server);
			if (earlier.length > 0 && now.length > 0) {
				findings.check(check(server, earlier, now, bound, comparable(baseline, machine)));
			}
		}
	}

	private static Check check(String server, double[] before, double[] now, double bound, List<String> problems) {
		Interval old = Bootstrap.median(before, CONFIDENCE);
		Interval current = Bootstrap.median(now, CONFIDENCE);
		String value = String.format(Locale.ROOT, "%.2f us, before %.2f us", current.estimate(), old.estimate());
		boolean worse = current.low() > old.high() && current.estimate() > bound * old.estimate();
		List<String> reasons = new ArrayList<>(problems);
		if (worse && Math.min(before.length, now.length) < LEAST_ROUNDS) {
			reasons
				.add("%d rounds now and %d before are too few to tell it from chance: use --rounds %d or more for both"
					.formatted(now.length, before.length, LEAST_ROUNDS));
		}
		return Check.of(server + ", server CPU per request against the baseline", !worse, value,
				String.format(Locale.ROOT, "<= %.2f times the baseline", bound), reasons);
	}

	private static List<String> comparable(SuiteResult baseline, Machine machine) {
		Machine other = baseline.environment().machine();
		boolean same = other.model().equals(machine.model()) && other.processors() == machine.processors()
				&& other.java().equals(machine.java());
		return same ? List.of() : List.of("the baseline is of another machine or another Java: %s, %d processors, %s"
			.formatted(other.model(), other.processors(), other.java()));
	}

	private static double[] micros(List<Measurement> measurements, String server) {
		return measurements.stream()
			.filter((measurement) -> measurement.server().equals(server))
			.map(Measurement::serverMicrosPerRequest)
			.filter(Objects::nonNull)
			.mapToDouble(Double::doubleValue)
			.toArray();
	}

}
