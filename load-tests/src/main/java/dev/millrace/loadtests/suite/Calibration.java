package dev.millrace.loadtests.suite;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;

import dev.millrace.loadtests.gen.Generator;
import dev.millrace.loadtests.gen.Load;
import dev.millrace.loadtests.measure.Bench;
import dev.millrace.loadtests.measure.Measurement;
import dev.millrace.loadtests.measure.RunningServer;
import dev.millrace.loadtests.stats.Bootstrap;
import dev.millrace.loadtests.sut.Suts;
import dev.millrace.loadtests.verdict.Check;

/**
 * Finds out what the generators can do here, with a server that costs nothing.
 */
public final class Calibration implements Suite {

	private static final int ROUNDS = 3;

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
		}
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
