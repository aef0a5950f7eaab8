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

	private static final int QUICK_SECONDS = 5;

	/** What a process of Gatling is asked for, as a share of what it can do. */
	private static final double EASY = 0.75;

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
		double gatlingCapacity;
		try (Bench bench = context.bench()) {
			RunningServer server = context.start(bench, sut, findings).orElseThrow();
			RunningServer nullServer = context.start(bench, Suts.NULL_SERVER, findings).orElseThrow();
			throughput(context, bench, server, nullServer, findings);
			gatlingCapacity = Calibration.gatling(context, bench, nullServer, findings);
		}
		// Not pinned: the server has little to do, and Gatling needs what there is
		try (Bench bench = context.bench(Placement.shared(CpuSet.available()))) {
			RunningServer server = context.start(bench, sut.withArguments(COUNTED), new Findings()).orElseThrow();
			context.warmUp(bench, server, context.throughputGenerator());
			gatling(context, bench, server, gatlingCapacity, findings);
			new ConnectionHold(server).run(context, bench, findings);
		}
	}

	private static void throughput(SuiteContext context, Bench bench, RunningServer server, RunningServer nullServer,
			Findings findings) {
		Generator generator = context.throughputGenerator();
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

	/**
	 * Gatling at a constant rate: the target itself where calibration says that there are
	 * processors for it, else what a machine of this class can be asked for.
	 */
	private static void gatling(SuiteContext context, Bench bench, RunningServer server, double capacity,
			Findings findings) {
		MachineClass machine = context.targets().machineClass(context.machine().processors());
		double target = context.targets().requestsPerSecond();
		double needed = target / (EASY * capacity);
		int processors = context.placement().generator().size();
		double rate = target;
		if (needed > processors) {
			rate = Math.min(target, machine.gatlingRequestsPerSecond());
			findings.check(Check.notApplicable(name(target), goal(target), String.format(Locale.ROOT,
					"one processor runs %,.0f req/s of Gatling with a server that costs nothing, so %,.0f at %.0f %% of that need %.1f processors for Gatling alone; here it gets %d of %d",
					capacity, target, 100 * EASY, needed, processors, context.machine().processors())));
		}
		int processes = Math.min(processors, (int) Math.ceil(rate / (EASY * capacity)));
		GatlingStep step = GatlingStep.on(server, Requests100kSimulation.class,
				Map.of("rate", String.valueOf(rate / processes), "seconds",
						String.valueOf(context.options().quick() ? QUICK_SECONDS : GATLING_SECONDS), "path",
						server.sut().path()),
				Duration.ofMinutes(2));
		GatlingStep.Result result = step.run(context, bench.launch().placement(), processes, GatlingStep.NOTHING);
		result.note(findings);
		GatlingSummary summary = result.summary();
		String value = String.format(Locale.ROOT, "%,.0f req/s from %d %s, %,d of %,d failed", summary.rate(),
				processes, (processes == 1) ? "process" : "processes", summary.failed(), summary.requests());
		List<String> problems = new ArrayList<>(server.problems());
		if (summary.failed() == 0 && !result.passed()) {
			problems.addAll(result.usage().excuses(context.targets().validity()));
			if (rate > EASY * capacity * processes) {
				problems.add(String.format(Locale.ROOT,
						"with a server that costs nothing a process of Gatling reaches only %,.0f req/s here, too little for %d of them to tell",
						capacity, processes));
			}
			if (summary.p99Millis() < Requests100kSimulation.PACE.toMillis()) {
				problems.add(String.format(Locale.ROOT,
						"99 %% of the answers took at most %.0f ms and each user had %d ms for one, so it was Gatling that did not ask often enough",
						summary.p99Millis(), Requests100kSimulation.PACE.toMillis()));
			}
		}
		findings.check(Check.of(name(rate), result.passed(), value, goal(rate), problems));
	}

	private static String name(double rate) {
		return String.format(Locale.ROOT, "%,.0f req/s, Gatling", rate);
	}

	private static String goal(double rate) {
		return String.format(Locale.ROOT, ">= %,.0f req/s, none failed", rate);
	}

}
