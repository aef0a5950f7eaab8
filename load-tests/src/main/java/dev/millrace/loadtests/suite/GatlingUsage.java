package dev.millrace.loadtests.suite;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.function.ToDoubleFunction;

import dev.millrace.loadtests.probe.ProcStat;
import dev.millrace.loadtests.probe.Usage;
import dev.millrace.loadtests.probe.ProcStat.HostTimes;
import dev.millrace.loadtests.process.ChildProcess;
import dev.millrace.loadtests.stats.Bootstrap;
import dev.millrace.loadtests.verdict.Validity;
import org.jspecify.annotations.Nullable;

/**
 * How busy Gatling and the machine are, measured over spans of a second: Gatling starts
 * slowly and makes a report at the end, and neither is load.
 */
final class GatlingUsage {

	private static final double SPAN_SECONDS = 1;

	private final ProcStat stat = new ProcStat();

	private final List<ChildProcess> processes;

	private final OptionalLong server;

	private final int processors;

	private Sample first;

	private Sample before;

	private final List<Span> spans = new ArrayList<>();

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
			if (this.spans.isEmpty()) {
				this.first = take();
				this.before = this.first;
			}
			return;
		}
		double seconds = (System.nanoTime() - this.before.nanos) / 1e9;
		if (seconds >= SPAN_SECONDS) {
			Sample now = take();
			this.spans.add(span(this.before, now));
			this.before = now;
		}
	}

	private Span span(Sample from, Sample to) {
		double seconds = (to.nanos - from.nanos) / 1e9;
		double gatling = to.gatling - from.gatling;
		double busy = gatling / seconds / this.processors;
		double starved = (to.waiting - from.waiting) / seconds / this.processors;
		if (to.host == null || from.host == null) {
			return new Span(busy, starved, 0, 0, 0);
		}
		double total = Math.max(to.host.total() - from.host.total(), Double.MIN_NORMAL);
		double worked = to.host.busy() - from.host.busy();
		double others = this.server.isPresent() ? worked - gatling - (to.server - from.server) : 0;
		return new Span(busy, starved, worked / total, 100 * (to.host.steal() - from.host.steal()) / total,
				others / seconds);
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
				this.before.waiting - this.first.waiting, null, typical(Span::steal), null);
	}

	/**
	 * Return why a miss says nothing about the server, from the worst second of the run.
	 * @param limits when a measurement counts
	 * @return the reasons, in words
	 */
	List<String> excuses(Validity limits) {
		return excuses(limits, "in its worst second", this::worst);
	}

	/**
	 * Return why even a lasting miss says nothing about the server.
	 * @param limits when a measurement counts
	 * @return the reasons, in words
	 */
	List<String> lastingExcuses(Validity limits) {
		return excuses(limits, "half of the time", this::typical);
	}

	private double worst(ToDoubleFunction<Span> value) {
		return this.spans.stream().mapToDouble(value).max().orElse(0);
	}

	private double typical(ToDoubleFunction<Span> value) {
		return this.spans.isEmpty() ? 0 : Bootstrap.median(this.spans.stream().mapToDouble(value).toArray());
	}

	private List<String> excuses(Validity limits, String when, ToDoubleFunction<ToDoubleFunction<Span>> of) {
		List<String> reasons = new ArrayList<>();
		if (this.spans.isEmpty()) {
			reasons.add("there was no second in which all processes of Gatling made load");
			return reasons;
		}
		double busy = of.applyAsDouble(Span::busy);
		double machine = of.applyAsDouble(Span::machine);
		if (busy >= limits.generatorBusy()) {
			reasons.add(String.format(Locale.ROOT,
					"Gatling had work for %.0f %% of its processor time %s and may itself be what was slow", 100 * busy,
					when));
		}
		else if (machine >= limits.generatorBusy()) {
			reasons.add(String.format(Locale.ROOT,
					"the machine was busy for %.0f %% %s, so Gatling may have been what was slow", 100 * machine,
					when));
		}
		double starved = of.applyAsDouble(Span::starved);
		if (starved > limits.generatorStarved()) {
			reasons.add(String.format(Locale.ROOT,
					"Gatling was starved: its threads waited %.2f s for a processor %s (limit %.2f)", starved, when,
					limits.generatorStarved()));
		}
		double steal = of.applyAsDouble(Span::steal);
		if (steal > limits.stealPercent()) {
			reasons.add(String.format(Locale.ROOT, "the hypervisor gave %.1f %% to others %s (limit %.1f)", steal, when,
					limits.stealPercent()));
		}
		double foreign = of.applyAsDouble(Span::foreign);
		if (foreign > limits.foreignProcessors()) {
			reasons.add(String.format(Locale.ROOT, "other programs took %.2f processors %s (limit %.2f)", foreign, when,
					limits.foreignProcessors()));
		}
		return reasons;
	}

	private record Sample(long nanos, double gatling, double waiting, double server, @Nullable HostTimes host) {
	}

	/**
	 * One second of load.
	 *
	 * @param busy the share of its processors that Gatling used
	 * @param starved how long its threads waited for each of them, in seconds
	 * @param machine the share of all processors that was used
	 * @param steal the share that a hypervisor gave to others, in percent
	 * @param foreign how many processors other programs used
	 */
	private record Span(double busy, double starved, double machine, double steal, double foreign) {
	}

}
