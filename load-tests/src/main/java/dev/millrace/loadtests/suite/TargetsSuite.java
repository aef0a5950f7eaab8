package dev.millrace.loadtests.suite;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

import dev.millrace.loadtests.gen.GatlingSummary;
import dev.millrace.loadtests.gen.Generator;
import dev.millrace.loadtests.gen.Load;
import dev.millrace.loadtests.machine.CpuSet;
import dev.millrace.loadtests.machine.Placement;
import dev.millrace.loadtests.measure.Bench;
import dev.millrace.loadtests.measure.Measurement;
import dev.millrace.loadtests.measure.RunningServer;
import dev.millrace.loadtests.simulations.Requests100kSimulation;
import dev.millrace.loadtests.sut.SpringBootJar;
import dev.millrace.loadtests.sut.Suts;
import dev.millrace.loadtests.verdict.Check;
import dev.millrace.loadtests.verdict.Targets.MachineClass;

/**
 * The two promises: 10,000 connections and 100,000 requests a second.
 */
final class TargetsSuite implements Suite {

	private static final int GATLING_SECONDS = 10;

	/** What one Gatling process is asked for at most. */
	private static final double RATE_OF_A_PROCESS = 20_000;

	private static final int PIPELINING = 16;

	/** Lets the server be asked how many connections it has. */
	private static final List<String> COUNTED = List
		.of("--management.endpoints.web.exposure.include=health,millrace,millraceconnections");

	private final Optional<String> path;

	/**
	 * Creates the suite.
	 * @param path what to ask for, absent for the hot route
	 */
	TargetsSuite(Optional<String> path) {
		this.path = path;
	}

	@Override
	public void run(SuiteContext context, Findings findings) {
		SpringBootJar hot = Suts.TUNED.withArguments(context.options().serverArguments());
		SpringBootJar sut = this.path.map((other) -> hot.at(hot.name(), other)).orElse(hot);
		try (Bench bench = context.bench()) {
			RunningServer server = context.start(bench, sut, findings).orElseThrow();
			throughput(context, bench, server, findings);
		}
		// Not pinned: the server has little to do, and Gatling needs what there is
		try (Bench bench = context.bench(Placement.shared(CpuSet.available()))) {
			RunningServer server = context.start(bench, sut.withArguments(COUNTED), new Findings()).orElseThrow();
			context.warmUp(bench, server, context.throughputGenerator());
			gatling(context, bench, server, findings);
			new ConnectionHold(server).run(context, bench, findings);
		}
	}

	private static void throughput(SuiteContext context, Bench bench, RunningServer server, Findings findings) {
		Generator generator = context.throughputGenerator();
		RunningServer nullServer = context.start(bench, Suts.NULL_SERVER, findings).orElseThrow();
		context.warmUp(bench, nullServer, generator);
		double capacity = Calibration.capacity(context, bench, nullServer, generator, findings);
		context.warmUp(bench, server, generator);
		Function<RunningServer, Load> load = (target) -> context.load(target.url());
		List<Measurement> rounds = bench.rounds(List.of(server), generator, load, context.options().rounds());
		findings.measurements(rounds);
		String name = String.format(Locale.ROOT, "%,.0f req/s on %s, %s, not pipelined",
				context.targets().requestsPerSecond(), server.sut().path(), generator.name());
		findings.check(context.checks()
			.rate(name, rounds, context.targets().requestsPerSecond(), capacity, server.problems()));
		if (!context.options().quick()) {
			findings.measurements(List
				.of(bench.measure(server, context.ownGenerator(), context.load(server.url()).pipelined(PIPELINING))));
			findings.note("the pipelined measurement is for comparison only and satisfies no target");
		}
	}

	private static void gatling(SuiteContext context, Bench bench, RunningServer server, Findings findings) {
		MachineClass machine = context.targets().machineClass(context.machine().processors());
		double target = context.targets().requestsPerSecond();
		double rate = Math.min(target, machine.gatlingRequestsPerSecond());
		if (rate < target) {
			findings.check(Check.notApplicable(String.format(Locale.ROOT, "%,.0f req/s, Gatling", target),
					String.format(Locale.ROOT, ">= %,.0f req/s", target),
					String.format(Locale.ROOT,
							"one processor runs about 24,000 req/s of Gatling, so %,.0f need %.1f processors for the generator alone; this machine has %d in all",
							target, target / 24_000, context.machine().processors())));
		}
		int processes = (int) Math.ceil(rate / RATE_OF_A_PROCESS);
		GatlingStep step = new GatlingStep(Requests100kSimulation.class.getName(), server.server().baseUrl(),
				server.server().pid(),
				Map.of("rate", String.valueOf(rate / processes), "seconds",
						String.valueOf(context.options().quick() ? 2 : GATLING_SECONDS), "path", server.sut().path()),
				Duration.ofMinutes(2));
		GatlingStep.Result result = step.run(context, bench.launch().placement(), processes, () -> {
		});
		result.reports().forEach((report) -> findings.note("Gatling's report: " + report));
		GatlingSummary summary = result.summary();
		String value = String.format(Locale.ROOT, "%,.0f req/s from %d processes, %,d of %,d failed", summary.rate(),
				processes, summary.failed(), summary.requests());
		List<String> problems = new ArrayList<>(server.problems());
		if (summary.failed() == 0 && !result.passed()) {
			problems.addAll(result.usage().excuses(context.targets().validity()));
		}
		findings.check(Check.of(String.format(Locale.ROOT, "%,.0f req/s, Gatling", rate), result.passed(), value,
				String.format(Locale.ROOT, "%,.0f req/s, none failed", rate), problems));
	}

}
