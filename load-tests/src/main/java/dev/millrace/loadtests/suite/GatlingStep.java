package dev.millrace.loadtests.suite;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

import dev.millrace.loadtests.gen.GatlingFork;
import dev.millrace.loadtests.gen.GatlingRun;
import dev.millrace.loadtests.gen.GatlingSummary;
import dev.millrace.loadtests.machine.Placement;
import dev.millrace.loadtests.process.ChildProcess;
import dev.millrace.loadtests.process.LaunchException;
import dev.millrace.loadtests.verdict.Check;
import dev.millrace.loadtests.verdict.Validity;

/**
 * Runs a simulation in one or several processes and merges what they found.
 *
 * @param simulation the name of the class
 * @param url the server
 * @param serverPid its process, absent if it is not ours
 * @param properties settings of the simulation
 * @param timeout how long it may take
 */
record GatlingStep(String simulation, URI url, OptionalLong serverPid, Map<String, String> properties,
		Duration timeout) {

	Result run(SuiteContext context, Placement placement, int processes, Runnable meanwhile) {
		return run(context, placement, System.getProperty("java.class.path"), processes, meanwhile);
	}

	Result run(SuiteContext context, Placement placement, String classPath, int processes, Runnable meanwhile) {
		Map<String, String> settings = new HashMap<>(this.properties);
		settings.put("baseUrl", this.url.toString());
		List<ChildProcess> running = new ArrayList<>();
		List<GatlingRun> runs = new ArrayList<>();
		List<GatlingFork> forks = new ArrayList<>();
		try {
			for (int index = 0; index < processes; index++) {
				Path folder = context.directory().resolve("gatling").resolve(String.valueOf(index)).toAbsolutePath();
				GatlingFork fork = new GatlingFork(classPath, folder);
				forks.add(fork);
				running.add(fork.start(this.simulation, settings, placement::generator));
			}
			long deadline = System.nanoTime() + this.timeout.toNanos();
			GatlingUsage usage = new GatlingUsage(running, this.serverPid, placement.generator().size());
			for (int index = 0; index < processes; index++) {
				ChildProcess process = running.get(index);
				while (process.isAlive() && System.nanoTime() < deadline) {
					meanwhile.run();
					usage.sample();
					context.progress().live("Gatling " + simpleName());
					process.pause();
				}
				runs.add(forks.get(index).await(process, this.simulation, Duration.ofSeconds(1)));
			}
			return new Result(runs, usage);
		}
		finally {
			running.forEach(ChildProcess::close);
		}
	}

	private String simpleName() {
		return this.simulation.substring(this.simulation.lastIndexOf('.') + 1);
	}

	/**
	 * What the processes found.
	 *
	 * @param runs how each ended
	 * @param usage how busy Gatling and the machine were
	 */
	record Result(List<GatlingRun> runs, GatlingUsage usage) {

		boolean passed() {
			return this.runs.stream().allMatch(GatlingRun::passed);
		}

		GatlingSummary summary() {
			List<GatlingSummary> parts = this.runs.stream().map(GatlingRun::summary).flatMap(Optional::stream).toList();
			if (parts.size() < this.runs.size()) {
				throw new LaunchException("Gatling has no result, see " + this.runs.get(0).log());
			}
			return GatlingSummary.merge(parts);
		}

		/**
		 * Asks whether the simulation's own assertions hold.
		 */
		Check check(String name, List<String> problems, Validity limits) {
			GatlingSummary summary = summary();
			List<String> reasons = new ArrayList<>(problems);
			if (!passed()) {
				reasons.addAll(this.usage.excuses(limits));
			}
			return Check.of(
					name, passed(), String.format(Locale.ROOT, "%,d requests, %,d failed, %,.1f req/s, p99 %.0f ms",
							summary.requests(), summary.failed(), summary.rate(), summary.p99Millis()),
					"its assertions hold", reasons);
		}

		List<String> reports() {
			return this.runs.stream().flatMap((run) -> run.report().stream()).map(Path::toString).toList();
		}

	}

}
