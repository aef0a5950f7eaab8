package dev.millrace.loadtests.suite;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

import dev.millrace.loadtests.gen.GatlingFork;
import dev.millrace.loadtests.gen.GatlingProgress;
import dev.millrace.loadtests.gen.GatlingRun;
import dev.millrace.loadtests.gen.GatlingSummary;
import dev.millrace.loadtests.gen.Generator.Answers;
import dev.millrace.loadtests.gen.Latency;
import dev.millrace.loadtests.gen.Latency.Basis;
import dev.millrace.loadtests.machine.Placement;
import dev.millrace.loadtests.measure.RunningServer;
import dev.millrace.loadtests.probe.LatencyProbe;
import dev.millrace.loadtests.process.ChildProcess;
import dev.millrace.loadtests.process.LaunchException;
import dev.millrace.loadtests.verdict.Check;
import dev.millrace.loadtests.verdict.Validity;
import org.jspecify.annotations.Nullable;

/**
 * Runs a simulation in one or several processes and merges what they found.
 *
 * @param simulation the name of the class
 * @param classPath where the simulation is found, empty if it is one of this program
 * @param url the server
 * @param server the server if it is ours; then its latency is probed beside Gatling
 * @param properties settings of the simulation
 * @param timeout how long it may take
 */
record GatlingStep(String simulation, String classPath, URI url, @Nullable RunningServer server,
		Map<String, String> properties, Duration timeout) {

	private static final int PROBE_RATE = 50;

	/** Nothing to do meanwhile, and nothing to tell. */
	static final Supplier<String> NOTHING = () -> "";

	/**
	 * Creates a step that puts load on one of our servers.
	 */
	static GatlingStep on(RunningServer server, Class<?> simulation, Map<String, String> properties, Duration timeout) {
		return new GatlingStep(simulation.getName(), "", server.server().baseUrl(), server, properties, timeout);
	}

	Result run(SuiteContext context, Placement placement, int processes, Supplier<String> meanwhile) {
		if (this.server == null) {
			return load(context, placement, processes, meanwhile);
		}
		try (LatencyProbe probe = LatencyProbe.start(this.server.url(), PROBE_RATE)) {
			Result result = load(context, placement, processes, meanwhile);
			return new Result(result.runs, result.usage, Latency.of(probe.takeHistogram(), Basis.INTENDED),
					probe.errors());
		}
	}

	private Result load(SuiteContext context, Placement placement, int processes, Supplier<String> meanwhile) {
		Map<String, String> settings = new HashMap<>(this.properties);
		settings.put("baseUrl", this.url.toString());
		List<ChildProcess> running = new ArrayList<>();
		List<GatlingRun> runs = new ArrayList<>();
		List<GatlingFork> forks = new ArrayList<>();
		try {
			for (int index = 0; index < processes; index++) {
				Path folder = context.directory().resolve("gatling").resolve(String.valueOf(index)).toAbsolutePath();
				GatlingFork fork = new GatlingFork(fullClassPath(), folder);
				forks.add(fork);
				running.add(fork.start(this.simulation, settings, placement::generator));
			}
			long start = System.nanoTime();
			GatlingUsage usage = new GatlingUsage(running, serverPid(), placement.generator().size());
			for (int index = 0; index < processes; index++) {
				ChildProcess process = running.get(index);
				while (process.isAlive() && System.nanoTime() - start < this.timeout.toNanos()) {
					List<String> logs = forks.stream().map(this::log).toList();
					usage.sample(logs.stream().allMatch(GatlingProgress::isUnderLoad));
					double seconds = (System.nanoTime() - start) / 1e9;
					context.progress().live(progress(logs, seconds) + meanwhile.get());
					requireServer();
					process.pause();
				}
				runs.add(forks.get(index).await(process, this.simulation, Duration.ofSeconds(1)));
			}
			return new Result(runs, usage, null, 0);
		}
		finally {
			running.forEach(ChildProcess::close);
		}
	}

	private String fullClassPath() {
		String own = System.getProperty("java.class.path");
		return this.classPath.isEmpty() ? own : this.classPath + File.pathSeparator + own;
	}

	private OptionalLong serverPid() {
		return (this.server != null) ? this.server.server().pid() : OptionalLong.empty();
	}

	private void requireServer() {
		if (this.server != null && !this.server.server().isAlive()) {
			throw this.server.server().failure("(" + this.server.name() + ") has died under load");
		}
	}

	private String progress(List<String> logs, double seconds) {
		String name = this.simulation.substring(this.simulation.lastIndexOf('.') + 1);
		List<Answers> answers = logs.stream().map(GatlingProgress::parse).flatMap(Optional::stream).toList();
		double rate = answers.stream().mapToDouble((each) -> each.answered() / each.seconds()).sum();
		long failed = answers.stream().mapToLong(Answers::failed).sum();
		return answers.isEmpty() ? String.format(Locale.ROOT, "Gatling %s: %.0f s", name, seconds) : String
			.format(Locale.ROOT, "Gatling %s: %.0f s, %,.0f req/s, %,d errors", name, seconds, rate, failed);
	}

	private String log(GatlingFork fork) {
		try {
			return Files.readString(fork.log(this.simulation));
		}
		catch (IOException ex) {
			return "";
		}
	}

	/**
	 * What the processes found.
	 *
	 * @param runs how each ended
	 * @param usage how busy Gatling and the machine were
	 * @param probed what the latency probe beside them saw, if there was one
	 * @param probeErrors how many of its requests failed
	 */
	record Result(List<GatlingRun> runs, GatlingUsage usage, @Nullable Latency probed, long probeErrors) {

		boolean passed() {
			return this.runs.stream().allMatch(GatlingRun::passed);
		}

		GatlingSummary summary() {
			List<GatlingSummary> parts = this.runs.stream().map(GatlingRun::summary).flatMap(Optional::stream).toList();
			if (parts.size() < this.runs.size()) {
				throw new LaunchException("Gatling has no result. " + this.runs.get(0).logTail());
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

		/**
		 * Notes where the reports lie, and what the probe saw.
		 */
		void note(Findings findings) {
			this.runs.stream()
				.flatMap((run) -> run.report().stream())
				.forEach((report) -> findings.note("Gatling's report: " + report));
			if (this.probed != null) {
				findings.note(String.format(Locale.ROOT,
						"latency probe beside it: p50 %.2f ms, p99 %.2f ms, max %.2f ms, %d errors",
						millis(this.probed.p50()), millis(this.probed.p99()), millis(this.probed.max()),
						this.probeErrors));
			}
		}

		private static double millis(@Nullable Double micros) {
			return (micros != null) ? micros / 1000 : Double.NaN;
		}

	}

}
