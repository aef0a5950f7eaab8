package dev.millrace.loadtests.suite;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.millrace.loadtests.gen.GatlingFork;
import dev.millrace.loadtests.gen.GatlingRun;
import dev.millrace.loadtests.gen.GatlingSummary;
import dev.millrace.loadtests.machine.Placement;
import dev.millrace.loadtests.probe.ProcStat;
import dev.millrace.loadtests.process.ChildProcess;
import dev.millrace.loadtests.process.LaunchException;

/**
 * Runs a simulation in one or several processes and merges what they found.
 *
 * @param simulation the name of the class
 * @param url the server
 * @param properties settings of the simulation
 * @param timeout how long it may take
 */
record GatlingStep(String simulation, URI url, Map<String, String> properties, Duration timeout) {

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
			CpuShare share = new CpuShare(running, placement.generator().size());
			for (int index = 0; index < processes; index++) {
				ChildProcess process = running.get(index);
				while (process.isAlive() && System.nanoTime() < deadline) {
					meanwhile.run();
					share.sample();
					context.progress().live("Gatling " + simpleName());
					process.pause();
				}
				runs.add(forks.get(index).await(process, this.simulation, Duration.ofSeconds(1)));
			}
			return new Result(runs, share.busiest());
		}
		finally {
			running.forEach(ChildProcess::close);
		}
	}

	private String simpleName() {
		return this.simulation.substring(this.simulation.lastIndexOf('.') + 1);
	}

	/**
	 * How busy the processes are, measured over spans of some seconds: Gatling starts
	 * slowly and makes a report at the end, and neither is load.
	 */
	private static final class CpuShare {

		private static final double SPAN_SECONDS = 2;

		private final ProcStat stat = new ProcStat();

		private final List<ChildProcess> processes;

		private final int processors;

		private long since = System.nanoTime();

		private double before;

		private double busiest;

		CpuShare(List<ChildProcess> processes, int processors) {
			this.processes = processes;
			this.processors = processors;
		}

		void sample() {
			double seconds = (System.nanoTime() - this.since) / 1e9;
			if (seconds >= SPAN_SECONDS) {
				double now = this.processes.stream()
					.mapToDouble((process) -> this.stat.cpuSeconds(process.pid()).orElse(0))
					.sum();
				this.busiest = Math.max(this.busiest, (now - this.before) / seconds / this.processors);
				this.before = now;
				this.since = System.nanoTime();
			}
		}

		double busiest() {
			return this.busiest;
		}

	}

	/**
	 * What the processes found.
	 *
	 * @param runs how each ended
	 * @param busiest how busy Gatling was at its busiest, 1 when it filled its processors
	 */
	record Result(List<GatlingRun> runs, double busiest) {

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

		List<String> reports() {
			return this.runs.stream().flatMap((run) -> run.report().stream()).map(Path::toString).toList();
		}

	}

}
