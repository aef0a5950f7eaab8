package dev.millrace.loadtests.suite;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.millrace.loadtests.gen.Generator;
import dev.millrace.loadtests.measure.Bench;
import dev.millrace.loadtests.measure.Measurement;
import dev.millrace.loadtests.measure.RunningServer;
import dev.millrace.loadtests.stats.Comparison;
import dev.millrace.loadtests.sut.SpringBootJar;

/**
 * One application with two command lines, in interleaved rounds. Both are started several
 * times: what a JVM makes of a program differs by some percent from start to start.
 */
public final class BeforeAfterSuite implements Suite {

	private static final String BEFORE = "before";

	private static final String AGAIN = "before-again";

	private static final String AFTER = "after";

	private final SpringBootJar before;

	private final SpringBootJar after;

	/**
	 * Creates the suite.
	 * @param jar the application
	 * @param path what to ask for
	 * @param before the one command line
	 * @param after the other
	 */
	public BeforeAfterSuite(Path jar, String path, List<String> before, List<String> after) {
		this.before = new SpringBootJar(BEFORE, String.join(" ", before), jar, path, before, false, false);
		this.after = new SpringBootJar(AFTER, String.join(" ", after), jar, path, after, false, false);
	}

	@Override
	public void run(SuiteContext context, Findings findings) {
		List<Measurement> rounds = new ArrayList<>();
		int starts = Math.min(context.options().starts(), context.options().rounds());
		try (Bench bench = context.bench()) {
			for (int start = 0; start < starts; start++) {
				int share = (context.options().rounds() + start) / starts;
				rounds.addAll(measure(context, bench, (start == 0) ? findings : new Findings(), share));
				bench.stopServers();
			}
		}
		findings.measurements(rounds);
		judge(context, new Pairs(rounds, BEFORE, AGAIN), findings);
	}

	private List<Measurement> measure(SuiteContext context, Bench bench, Findings findings, int rounds) {
		RunningServer first = context.start(bench, this.before, findings).orElseThrow();
		RunningServer second = context.start(bench, this.after, findings).orElseThrow();
		Generator generator = context.throughputGenerator();
		context.warmUp(bench, first, generator);
		context.warmUp(bench, second, generator);
		RunningServer again = new RunningServer(this.before.at(AGAIN, this.before.path()), first.server(),
				first.allocations(), first.problems());
		return bench.rounds(List.of(first, second, again), generator, (server) -> context.load(server.url()), rounds);
	}

	private static void judge(SuiteContext context, Pairs pairs, Findings findings) {
		Optional<Comparison> throughput = pairs.compare(BEFORE, AFTER, Measurement::rate);
		throughput.ifPresent((found) -> findings.comparison("throughput", BEFORE, AFTER, found));
		pairs.compare(BEFORE, AFTER, Measurement::serverMicrosPerRequest)
			.ifPresent((found) -> findings.comparison("server CPU per request", BEFORE, AFTER, found));
		pairs.compare(BEFORE, AFTER, Measurement::allocatedBytesPerRequest)
			.ifPresent((found) -> findings.comparison("allocated bytes per request", BEFORE, AFTER, found));
		List<String> problems = new ArrayList<>(context.checks().disturbances(pairs.rounds()));
		findings.check(context.checks().answered("all requests answered", pairs.rounds(), List.of()));
		throughput.ifPresent((found) -> findings
			.check(context.checks().ratio("throughput, after over before", found, 1, true, problems)));
	}

}
