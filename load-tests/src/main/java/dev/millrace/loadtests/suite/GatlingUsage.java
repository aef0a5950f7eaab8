package dev.millrace.loadtests.suite;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

import dev.millrace.loadtests.probe.ProcStat;
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

	private Sample before;

	private double busiest;

	private double foreign;

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
		this.before = take();
	}

	void sample() {
		double seconds = (System.nanoTime() - this.before.nanos) / 1e9;
		if (seconds >= SPAN_SECONDS) {
			Sample now = take();
			this.busiest = Math.max(this.busiest, (now.gatling - this.before.gatling) / seconds / this.processors);
			if (this.server.isPresent() && now.host != null && this.before.host != null) {
				double others = now.host.busy() - this.before.host.busy() - (now.gatling - this.before.gatling)
						- (now.server - this.before.server);
				this.foreign = Math.max(this.foreign, others / seconds);
			}
			this.before = now;
		}
	}

	private Sample take() {
		double gatling = this.processes.stream()
			.mapToDouble((process) -> this.stat.cpuSeconds(process.pid()).orElse(0))
			.sum();
		double ofServer = this.server.isPresent() ? this.stat.cpuSeconds(this.server.getAsLong()).orElse(0) : 0;
		return new Sample(System.nanoTime(), gatling, ofServer, this.stat.host());
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
		if (this.foreign > limits.foreignProcessors()) {
			reasons.add(String.format(Locale.ROOT, "other programs took up to %.2f processors (limit %.2f)",
					this.foreign, limits.foreignProcessors()));
		}
		return reasons;
	}

	private record Sample(long nanos, double gatling, double server, @Nullable HostTimes host) {
	}

}
