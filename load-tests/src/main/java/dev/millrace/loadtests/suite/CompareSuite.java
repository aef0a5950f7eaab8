package dev.millrace.loadtests.suite;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.millrace.loadtests.gen.Generator;
import dev.millrace.loadtests.measure.Bench;
import dev.millrace.loadtests.measure.Measurement;
import dev.millrace.loadtests.measure.RunningServer;
import dev.millrace.loadtests.stats.Comparison;
import dev.millrace.loadtests.sut.RawAnswer;
import dev.millrace.loadtests.sut.Sut;
import dev.millrace.loadtests.sut.Suts;
import dev.millrace.loadtests.verdict.Check;
import dev.millrace.loadtests.verdict.Targets.Bounds;

/**
 * All peers side by side, in interleaved rounds.
 */
final class CompareSuite implements Suite {

	private static final String STOCK = Suts.STOCK.name();

	private static final String STOCK_AGAIN = "stock-again";

	private static final String THROUGHPUT = "throughput";

	private static final String CPU = "server CPU per request";

	@Override
	public void run(SuiteContext context, Findings findings) {
		try (Bench bench = context.bench()) {
			List<RunningServer> servers = start(context, bench, findings);
			Generator generator = context.throughputGenerator();
			servers.forEach((server) -> context.warmUp(bench, server, generator));
			servers.stream()
				.filter((server) -> server.name().equals(STOCK))
				.findFirst()
				.map(CompareSuite::again)
				.ifPresent(servers::add);
			List<Measurement> rounds = bench.rounds(servers, generator, (server) -> context.load(server.url()),
					context.options().rounds());
			findings.measurements(rounds);
			judge(context, servers, new Pairs(rounds, STOCK, STOCK_AGAIN), findings);
		}
	}

	private static List<RunningServer> start(SuiteContext context, Bench bench, Findings findings) {
		List<RunningServer> servers = new ArrayList<>();
		RunningServer tuned = context
			.start(bench, Suts.TUNED.withArguments(context.options().serverArguments()), findings)
			.orElseThrow();
		servers.add(tuned);
		Sut webFlux = Suts.TUNED_WEBFLUX;
		findings.server(webFlux, null, tuned.problems());
		servers.add(new RunningServer(webFlux, tuned.server(), tuned.allocations(), tuned.problems()));
		context.start(bench, Suts.STOCK, findings).ifPresent(servers::add);
		String answer = RawAnswer.record(tuned.server().baseUrl(), tuned.sut().path(), Sut.BODY);
		Suts.peers(answer).forEach((peer) -> context.start(bench, peer, findings).ifPresent(servers::add));
		return servers;
	}

	private static RunningServer again(RunningServer stock) {
		return new RunningServer(Suts.STOCK.at(STOCK_AGAIN, Suts.STOCK.path()), stock.server(), stock.allocations(),
				stock.problems());
	}

	private static void judge(SuiteContext context, List<RunningServer> servers, Pairs pairs, Findings findings) {
		for (RunningServer server : servers) {
			if (!server.name().startsWith(STOCK)) {
				pairs.compare(STOCK, server.name(), Measurement::rate)
					.ifPresent((found) -> findings.comparison(THROUGHPUT, STOCK, server.name(), found));
				pairs.compare(STOCK, server.name(), Measurement::serverMicrosPerRequest)
					.ifPresent((found) -> findings.comparison(CPU, STOCK, server.name(), found));
			}
			findings.check(answers(context, server, pairs));
		}
		Bounds bounds = context.targets().bounds();
		List<String> problems = new ArrayList<>(context.checks().disturbances(pairs.rounds()));
		servers.forEach((server) -> problems.addAll(server.problems()));
		ratio(context, "annotated controller, Millrace over stock, throughput",
				pairs.compare(STOCK, Suts.TUNED_WEBFLUX.name(), Measurement::rate), bounds.throughputOverStock(), true,
				problems, findings);
		ratio(context, "hot route, server CPU per request over C",
				pairs.compare("c-epoll", Suts.TUNED.name(), Measurement::serverMicrosPerRequest), bounds.cpuOverC(),
				false, problems, findings);
	}

	private static Check answers(SuiteContext context, RunningServer server, Pairs pairs) {
		List<Measurement> own = pairs.rounds()
			.stream()
			.filter((round) -> round.server().equals(server.name()))
			.toList();
		return context.checks().answered(server.name() + " answers", own, server.problems());
	}

	private static void ratio(SuiteContext context, String name, Optional<Comparison> comparison, double bound,
			boolean atLeast, List<String> problems, Findings findings) {
		findings.check(comparison.map((found) -> context.checks().ratio(name, found, bound, atLeast, problems))
			.orElseGet(() -> Check.notApplicable(name, String.valueOf(bound),
					"one of the two could not be measured here")));
	}

}
