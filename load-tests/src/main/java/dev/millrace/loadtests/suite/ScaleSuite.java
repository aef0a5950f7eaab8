package dev.millrace.loadtests.suite;

import java.util.List;
import java.util.Locale;

import dev.millrace.loadtests.gen.Generator;
import dev.millrace.loadtests.gen.OwnGenerator;
import dev.millrace.loadtests.gen.WrkGenerator;
import dev.millrace.loadtests.machine.CpuSet;
import dev.millrace.loadtests.machine.Placement;
import dev.millrace.loadtests.measure.Bench;
import dev.millrace.loadtests.measure.Measurement;
import dev.millrace.loadtests.measure.RunningServer;
import dev.millrace.loadtests.stats.Bootstrap;
import dev.millrace.loadtests.sut.Suts;
import dev.millrace.loadtests.verdict.Check;

/**
 * Throughput with 1, 2, 4 ... workers.
 */
final class ScaleSuite implements Suite {

	private static final int LEAST_PROCESSORS = 4;

	@Override
	public void run(SuiteContext context, Findings findings) {
		CpuSet available = CpuSet.available();
		if (available.size() < LEAST_PROCESSORS) {
			findings.check(Check.notApplicable("scaling with workers", "near to linear",
					"two workers and a generator that is not the limit need %d processors, this machine has %d"
						.formatted(LEAST_PROCESSORS, available.size())));
			return;
		}
		double one = 0;
		for (int workers = 1; workers <= available.size() / 2; workers *= 2) {
			Placement placement = Placement.split(available, workers);
			double rate = measure(context, placement, workers, one, findings);
			one = (workers == 1) ? rate : one;
		}
	}

	private static double measure(SuiteContext context, Placement placement, int workers, double one,
			Findings findings) {
		try (Bench bench = context.bench(placement)) {
			RunningServer server = context
				.start(bench, Suts.TUNED.at("millrace-" + workers, Suts.TUNED.path()), findings)
				.orElseThrow();
			int threads = placement.generator().size();
			Generator generator = WrkGenerator.find(threads)
				.<Generator>map((wrk) -> wrk)
				.orElseGet(() -> OwnGenerator.ofThisClassPath(threads));
			context.warmUp(bench, server, generator);
			List<Measurement> rounds = bench.rounds(List.of(server), generator, (target) -> context.load(target.url()),
					context.options().rounds());
			findings.measurements(rounds);
			double rate = Bootstrap.median(rounds.stream().mapToDouble(Measurement::rate).toArray());
			if (workers > 1) {
				double target = context.targets().bounds().scalingEfficiency() * workers * one;
				findings.check(context.checks()
					.rate(String.format(Locale.ROOT, "scaling to %d workers", workers), rounds, target,
							Double.MAX_VALUE, server.problems()));
			}
			return rate;
		}
	}

}
