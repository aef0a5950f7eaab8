package dev.millrace.loadtests.suite;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

import dev.millrace.loadtests.probe.ProcStat;
import dev.millrace.loadtests.probe.Usage;
import dev.millrace.loadtests.probe.ProcStat.HostTimes;
import dev.millrace.loadtests.process.ChildProcess;
import dev.millrace.loadtests.verdict.Validity;
import org.jspecify.annotations.Nullable;

/**
 * How busy Gatling and the machine are, measured over spans of some seconds: Gatling
 * starts slowly and makes a report at the end, and neither is load.
 */
final class GatlingUsage {

	private static final double SPAN_SECONDS = 2;

	private final ProcStat stat = new ProcStat();

	private final List<ChildProcess> processes;

	private final OptionalLong server;

	private final int processors;

	private Sample first;

	private Sample before;

	private double busiest;

	private double starved;

	private double foreign;

	private double machine;

	private double steal;

	/**
	 * Starts to watch.
	 * @param processes Gatling
	 * @param server the process of the server, absent if it is not ours
	 * @param processors how many processors Gatling has
	 */
	GatlingUsage(List<ChildProcess> processes, OptionalLong server, int processors) {
		this.processes = processes;
		this.server = server;
		this.processors = processors;
		this.first = take();
		this.before = this.first;
	}

	/**
	 * Looks at the counters.
	 * @param underLoad whether all processes are making load at this moment
	 */
	void sample(boolean underLoad) {
		if (!underLoad) {
			if (this.before == this.first) {
				this.first = take();
				this.before = this.first;
			}
			return;
		}
		double seconds = (System.nanoTime() - this.before.nanos) / 1e9;
		if (seconds >= SPAN_SECONDS) {
			Sample now = take();
			this.busiest = Math.max(this.busiest, (now.gatling - this.before.gatling) / seconds / this.processors);
			this.starved = Math.max(this.starved, (now.waiting - this.before.waiting) / seconds / this.processors);
			if (now.host != null && this.before.host != null) {
				lookAround(now, now.host, this.before.host, seconds);
			}
			this.before = now;
		}
	}

	private void lookAround(Sample now, HostTimes after, HostTimes earlier, double seconds) {
		double total = Math.max(after.total() - earlier.total(), Double.MIN_NORMAL);
		this.machine = Math.max(this.machine, (after.busy() - earlier.busy()) / total);
		this.steal = Math.max(this.steal, 100 * (after.steal() - earlier.steal()) / total);
		if (this.server.isPresent()) {
			double others = after.busy() - earlier.busy() - (now.gatling - this.before.gatling)
					- (now.server - this.before.server);
			this.foreign = Math.max(this.foreign, others / seconds);
		}
	}

	private Sample take() {
		double gatling = this.processes.stream()
			.mapToDouble((process) -> this.stat.cpuSeconds(process.pid()).orElse(0))
			.sum();
		double waiting = this.processes.stream()
			.mapToDouble((process) -> this.stat.waitSeconds(process.pid()).orElse(0))
			.sum();
		double ofServer = this.server.isPresent() ? this.stat.cpuSeconds(this.server.getAsLong()).orElse(0) : 0;
		return new Sample(System.nanoTime(), gatling, waiting, ofServer, this.stat.host());
	}

	/**
	 * Return what the whole run cost.
	 * @param seconds how long it was
	 * @param serverCpuSeconds the CPU time of the server, absent if unknown
	 * @return the usage
	 */
	Usage usage(double seconds, @Nullable Double serverCpuSeconds) {
		return new Usage(seconds, serverCpuSeconds, this.before.gatling - this.first.gatling,
				this.before.waiting - this.first.waiting, null, this.steal, null);
	}

	/**
	 * Return why a miss says nothing about the server.
	 * @param limits when a measurement counts
	 * @return the reasons, in words
	 */
	List<String> excuses(Validity limits) {
		List<String> reasons = new ArrayList<>();
		if (this.busiest >= limits.generatorBusy()) {
			reasons.add(String.format(Locale.ROOT,
					"Gatling worked %.0f %% of its time at its busiest and may itself be what was slow",
					100 * this.busiest));
		}
		else if (this.machine >= limits.generatorBusy()) {
			reasons.add(String.format(Locale.ROOT,
					"Gatling and the server together kept the machine busy for up to %.0f %% of the time, so either may have been what was slow",
					100 * this.machine));
		}
		if (this.starved > limits.generatorStarved()) {
			reasons.add(String.format(Locale.ROOT,
					"Gatling was starved: it waited for a processor for up to %.2f of its time (limit %.2f)",
					this.starved, limits.generatorStarved()));
		}
		if (this.steal > limits.stealPercent()) {
			reasons
				.add(String.format(Locale.ROOT, "the hypervisor gave up to %.1f %% of the time to others (limit %.1f)",
						this.steal, limits.stealPercent()));
		}
		if (this.foreign > limits.foreignProcessors()) {
			reasons.add(String.format(Locale.ROOT, "other programs took up to %.2f processors (limit %.2f)",
					this.foreign, limits.foreignProcessors()));
		}
		return reasons;
	}

	private record Sample(long nanos, double gatling, double waiting, double server, @Nullable HostTimes host) {
	}

}
