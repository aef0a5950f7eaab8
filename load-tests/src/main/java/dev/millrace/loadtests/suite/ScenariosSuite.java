package dev.millrace.loadtests.suite;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import dev.millrace.loadtests.measure.Bench;
import dev.millrace.loadtests.measure.RunningServer;
import dev.millrace.loadtests.simulations.CapacityStepsSimulation;
import dev.millrace.loadtests.simulations.ConnectionChurnSimulation;
import dev.millrace.loadtests.simulations.MixedRoutesSimulation;
import dev.millrace.loadtests.sut.Suts;
import io.gatling.javaapi.core.Simulation;

/**
 * What users do rather than what can be measured: all routes in an open model, a rate
 * that rises in steps, and connections that come and go.
 */
final class ScenariosSuite implements Suite {

	private static final int SECONDS = 10;

	private static final Duration TIMEOUT = Duration.ofMinutes(3);

	private static final List<Class<? extends Simulation>> SIMULATIONS = List.of(MixedRoutesSimulation.class,
			CapacityStepsSimulation.class, ConnectionChurnSimulation.class);

	@Override
	public void run(SuiteContext context, Findings findings) {
		try (Bench bench = context.bench()) {
			RunningServer server = context
				.start(bench, Suts.TUNED.withArguments(context.options().serverArguments()), findings)
				.orElseThrow();
			for (Class<? extends Simulation> simulation : SIMULATIONS) {
				run(context, bench, server, simulation, findings);
			}
		}
	}

	private static void run(SuiteContext context, Bench bench, RunningServer server,
			Class<? extends Simulation> simulation, Findings findings) {
		String seconds = String.valueOf(context.options().quick() ? 2 : SECONDS);
		GatlingStep step = GatlingStep.on(server, simulation, Map.of("seconds", seconds), TIMEOUT);
		GatlingStep.Result result = step.run(context, bench.launch().placement(), 1, GatlingStep.NOTHING);
		result.note(findings);
		findings.check(result.check(simulation.getSimpleName(), server.problems(), context.targets().validity()));
	}

}
