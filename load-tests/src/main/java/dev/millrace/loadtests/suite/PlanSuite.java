package dev.millrace.loadtests.suite;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import dev.millrace.loadtests.gen.GatlingSummary;
import dev.millrace.loadtests.machine.CpuSet;
import dev.millrace.loadtests.machine.Placement;
import dev.millrace.loadtests.plan.Plan;
import dev.millrace.loadtests.plan.Plan.PlanTargets;
import dev.millrace.loadtests.simulations.PlanSimulation;
import dev.millrace.loadtests.verdict.Check;

/**
 * An application of one's own that is already running, loaded as a plan says.
 */
public final class PlanSuite implements Suite {

	private static final double KEPT = 0.95;

	private final URI url;

	private final Path file;

	private final Plan plan;

	/**
	 * Creates the suite.
	 * @param url the application
	 * @param file the plan
	 * @param plan what it says
	 */
	public PlanSuite(URI url, Path file, Plan plan) {
		this.url = url;
		this.file = file;
		this.plan = plan;
	}

	@Override
	public void run(SuiteContext context, Findings findings) {
		GatlingStep step = new GatlingStep(PlanSimulation.class.getName(), "", this.url, null,
				Map.of("plan", this.file.toAbsolutePath().toString()),
				this.plan.duration().plus(Duration.ofMinutes(2)));
		GatlingStep.Result result = step.run(context, Placement.shared(CpuSet.available()), 1, GatlingStep.NOTHING);
		result.note(findings);
		judge(context, result, findings);
	}

	private void judge(SuiteContext context, GatlingStep.Result result, Findings findings) {
		GatlingSummary summary = result.summary();
		List<String> saturated = result.usage().excuses(context.targets().validity());
		PlanTargets targets = this.plan.targets();
		double errors = (summary.requests() > 0) ? 100.0 * summary.failed() / summary.requests() : 100;
		double allowed = (targets.errorPercent() != null) ? targets.errorPercent() : 0;
		findings.check(Check.of("failed requests", errors <= allowed,
				String.format(Locale.ROOT, "%.3f %% (%,d of %,d)", errors, summary.failed(), summary.requests()),
				String.format(Locale.ROOT, "<= %.3f %%", allowed), List.of()));
		Double p99 = targets.p99Millis();
		if (p99 != null) {
			boolean passed = summary.p99Millis() <= p99;
			findings
				.check(Check.of("99th percentile", passed, String.format(Locale.ROOT, "%.0f ms", summary.p99Millis()),
						String.format(Locale.ROOT, "<= %.0f ms", p99), passed ? List.of() : saturated));
		}
		Double rate = targets.requestsPerSecond();
		if (rate != null) {
			boolean passed = summary.rate() >= rate * KEPT;
			findings.check(Check.of("rate", passed, String.format(Locale.ROOT, "%,.1f req/s", summary.rate()),
					String.format(Locale.ROOT, ">= %,.1f req/s", rate), passed ? List.of() : saturated));
		}
	}

}
