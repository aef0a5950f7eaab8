package dev.millrace.loadtests.suite;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;

import dev.millrace.loadtests.gen.GatlingSummary;
import dev.millrace.loadtests.gen.Latency;
import dev.millrace.loadtests.gen.Latency.Basis;
import dev.millrace.loadtests.gen.LoadResult;
import dev.millrace.loadtests.machine.Placement;
import dev.millrace.loadtests.measure.Measurement;
import dev.millrace.loadtests.plan.Plan;
import dev.millrace.loadtests.plan.Plan.PlanTargets;
import dev.millrace.loadtests.simulations.PlanSimulation;
import dev.millrace.loadtests.sut.RunningApplication;
import dev.millrace.loadtests.verdict.Check;
import org.jspecify.annotations.Nullable;

/**
 * An application of one's own that is already running, loaded as a plan says, as often as
 * asked. The worst round counts.
 */
public final class PlanSuite implements Suite {

	private static final double KEPT = 0.95;

	private static final double MICROS_PER_MILLI = 1000;

	private final RunningApplication application;

	private final Path file;

	private final Plan plan;

	private final int rounds;

	/**
	 * Creates the suite.
	 * @param url the application
	 * @param file the plan
	 * @param plan what it says
	 * @param rounds how often
	 */
	public PlanSuite(URI url, Path file, Plan plan, int rounds) {
		this.application = new RunningApplication(url);
		this.file = file;
		this.plan = plan;
		this.rounds = rounds;
	}

	@Override
	public void run(SuiteContext context, Findings findings) {
		Placement placement = context.placement();
		GatlingStep step = new GatlingStep(PlanSimulation.class.getName(), "", this.application.url(), null,
				Map.of("plan", this.file.toAbsolutePath().toString()),
				this.plan.duration().plus(Duration.ofMinutes(2)));
		List<GatlingSummary> summaries = new ArrayList<>();
		Set<String> excuses = new LinkedHashSet<>();
		Set<String> lasting = new LinkedHashSet<>();
		for (int round = 1; round <= this.rounds; round++) {
			this.application.require("before the load");
			OptionalDouble before = this.application.cpuSeconds();
			GatlingStep.Result result = step.run(context, placement, 1, GatlingStep.NOTHING);
			this.application.require("after the load");
			OptionalDouble after = this.application.cpuSeconds();
			result.note(findings);
			GatlingSummary summary = result.summary();
			summaries.add(summary);
			excuses.addAll(result.usage().excuses(context.targets().validity()));
			lasting.addAll(result.usage().lastingExcuses(context.targets().validity()));
			findings.measurements(
					List.of(measurement(summary, result.usage(), placement, (before.isPresent() && after.isPresent())
							? Double.valueOf(after.getAsDouble() - before.getAsDouble()) : null)));
			context.progress()
				.note(String.format(Locale.ROOT, "round %d of %d  %,.1f req/s  %,d errors", round, this.rounds,
						summary.rate(), summary.failed()));
		}
		judge(summaries, List.copyOf(excuses), List.copyOf(lasting), findings);
	}

	private Measurement measurement(GatlingSummary summary, GatlingUsage usage, Placement placement,
			@Nullable Double serverCpuSeconds) {
		double seconds = this.plan.duration().toMillis() / 1000.0;
		Map<String, Long> errors = (summary.failed() > 0) ? Map.of("failed", summary.failed()) : Map.of();
		LoadResult result = new LoadResult(summary.requests() - summary.failed(), errors, seconds, summary.requests(),
				new Latency(Basis.SENT, null, MICROS_PER_MILLI * summary.p50Millis(), null,
						MICROS_PER_MILLI * summary.p99Millis(), null, null, null),
				null, List.of(), null);
		return new Measurement("application", "Gatling", placement.generator().size(), 0, 1, this.plan.rate(), result,
				usage.usage(seconds, serverCpuSeconds), null);
	}

	/**
	 * A busy second explains a few slow answers, but not that half of them are slow.
	 */
	private void judge(List<GatlingSummary> rounds, List<String> excuses, List<String> lasting, Findings findings) {
		PlanTargets targets = this.plan.targets();
		long requests = rounds.stream().mapToLong(GatlingSummary::requests).sum();
		long failed = rounds.stream().mapToLong(GatlingSummary::failed).sum();
		double errors = (requests > 0) ? 100.0 * failed / requests : 100;
		double allowed = (targets.errorPercent() != null) ? targets.errorPercent() : 0;
		findings.check(Check.of("failed requests", errors <= allowed,
				String.format(Locale.ROOT, "%.3f %% (%,d of %,d)", errors, failed, requests),
				String.format(Locale.ROOT, "<= %.3f %%", allowed), List.of()));
		Double limit = targets.p99Millis();
		if (limit != null) {
			double p99 = rounds.stream().mapToDouble(GatlingSummary::p99Millis).max().orElseThrow();
			boolean passed = p99 <= limit;
			boolean half = rounds.stream().anyMatch((round) -> round.p50Millis() > limit);
			List<String> reasons = half ? lasting : excuses;
			findings.check(Check.of("99th percentile", passed, String.format(Locale.ROOT, "%.0f ms", p99),
					String.format(Locale.ROOT, "<= %.0f ms", limit), passed ? List.of() : reasons));
		}
		Double goal = targets.requestsPerSecond();
		if (goal != null) {
			double rate = rounds.stream().mapToDouble(GatlingSummary::rate).min().orElseThrow();
			boolean passed = rate >= goal * KEPT;
			findings.check(Check.of(
					"rate", passed, String.format(Locale.ROOT, "%,.1f req/s", rate), String.format(Locale.ROOT,
							">= %,.1f req/s, less %.0f %% for beginning and end", goal, 100 * (1 - KEPT)),
					passed ? List.of() : excuses));
		}
	}

}
