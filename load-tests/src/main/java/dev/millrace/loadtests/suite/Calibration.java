package dev.millrace.loadtests.suite;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

import dev.millrace.loadtests.gen.Generator;
import dev.millrace.loadtests.gen.Load;
import dev.millrace.loadtests.measure.Bench;
import dev.millrace.loadtests.measure.Measurement;
import dev.millrace.loadtests.measure.RunningServer;
import dev.millrace.loadtests.simulations.CalibrationSimulation;
import dev.millrace.loadtests.stats.Bootstrap;
import dev.millrace.loadtests.sut.Suts;
import dev.millrace.loadtests.verdict.Check;

/**
 * Finds out what the generators can do here, with a server that costs nothing.
 */
public final class Calibration implements Suite {

	private static final int ROUNDS = 3;

	private static final int GATLING_SECONDS = 10;

	private static final int QUICK_SECONDS = 2;

	@Override
	public void run(SuiteContext context, Findings findings) {
		try (Bench bench = context.bench()) {
			RunningServer server = context.start(bench, Suts.NULL_SERVER, findings).orElseThrow();
			for (Generator generator : List.of(context.throughputGenerator(), context.ownGenerator())) {
				if (findings.calibration().containsKey(generator.name())) {
					continue;
				}
				context.warmUp(bench, server, generator);
				int before = findings.measurements().size();
				double capacity = capacity(context, bench, server, generator, findings);
				List<Measurement> rounds = findings.measurements().subList(before, findings.measurements().size());
				findings.check(Check.of("capacity of " + generator.name(), true,
						String.format(Locale.ROOT, "%,.0f req/s", capacity), "measured undisturbed",
						context.checks().disturbances(rounds)));
			}
			findings.check(Check.of("capacity of Gatling on one processor", true,
					String.format(Locale.ROOT, "%,.0f req/s", gatling(context, bench, server, findings)), "measured",
					List.of()));
		}
	}

	/**
	 * Return how many requests a second one process of Gatling makes on one processor.
	 */
	static double gatling(SuiteContext context, Bench bench, RunningServer nullServer, Findings findings) {
		int seconds = context.options().quick() ? QUICK_SECONDS : GATLING_SECONDS;
		GatlingStep.Result result = GatlingStep
			.on(nullServer, CalibrationSimulation.class,
					Map.of("seconds", String.valueOf(seconds), "path", nullServer.sut().path()), Duration.ofMinutes(2))
			.run(context, bench.launch().placement().oneForTheGenerator(), 1, GatlingStep.NOTHING);
		double rate = result.summary().rate();
		findings.calibration("Gatling, one processor", rate);
		return rate;
	}

	static double capacity(SuiteContext context, Bench bench, RunningServer server, Generator generator,
			Findings findings) {
		Function<RunningServer, Load> load = (target) -> context.load(target.url());
		List<Measurement> rounds = bench.rounds(List.of(server), generator, load, ROUNDS);
		findings.measurements(rounds);
		double capacity = Bootstrap.median(rounds.stream().mapToDouble(Measurement::rate).toArray());
		findings.calibration(generator.name(), capacity);
		return capacity;
	}

}
