package dev.millrace.loadtests.suite;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import dev.millrace.loadtests.gen.GatlingSummary;
import dev.millrace.loadtests.gen.Load;
import dev.millrace.loadtests.measure.Bench;
import dev.millrace.loadtests.measure.Measurement;
import dev.millrace.loadtests.measure.RunningServer;
import dev.millrace.loadtests.simulations.SmokeSimulation;
import dev.millrace.loadtests.sut.Suts;
import dev.millrace.loadtests.verdict.Check;

/**
 * Does it serve at all, and is the tuning in force? Says nothing about speed.
 */
final class SmokeSuite implements Suite {

	private static final int CONNECTIONS = 20;

	private static final int USERS = 20;

	private static final int SECONDS = 3;

	@Override
	public void run(SuiteContext context, Findings findings) {
		try (Bench bench = context.bench()) {
			RunningServer server = context
				.start(bench, Suts.TUNED.withArguments(context.options().serverArguments()), findings)
				.orElseThrow();
			findings.check(Check.of("the tuning is in force", true,
					server.problems().isEmpty() ? "as /actuator/millrace tells" : "not in force", "in force",
					server.problems()));
			if (!server.problems().isEmpty()) {
				return;
			}
			Load load = new Load(server.url(), CONNECTIONS, Duration.ofSeconds(SECONDS));
			Measurement measurement = bench.measure(server, context.ownGenerator(), load);
			findings.measurements(List.of(measurement));
			findings.check(context.checks().errors("hot route, own generator", measurement, server.problems()));
			gatling(context, bench, server, findings);
		}
	}

	private static void gatling(SuiteContext context, Bench bench, RunningServer server, Findings findings) {
		GatlingStep step = GatlingStep.on(server, SmokeSimulation.class,
				Map.of("users", String.valueOf(USERS), "seconds", String.valueOf(SECONDS)), Duration.ofMinutes(2));
		GatlingStep.Result result = step.run(context, bench.launch().placement(), 1, GatlingStep.NOTHING);
		GatlingSummary summary = result.summary();
		result.note(findings);
		findings.check(Check.of("all routes, Gatling", result.passed(),
				String.format(Locale.ROOT, "%,d requests, %,d failed", summary.requests(), summary.failed()),
				"every answer right", server.problems()));
	}

}
