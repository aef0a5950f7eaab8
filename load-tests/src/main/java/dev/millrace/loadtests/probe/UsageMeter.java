package dev.millrace.loadtests.probe;

import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Stream;

import dev.millrace.loadtests.probe.ProcStat.HostTimes;
import org.jspecify.annotations.Nullable;

/**
 * Watches a server and a generator while the generator works. Confined to one thread,
 * which calls {@link #sample()} now and then: the generator's times are lost once it has
 * ended.
 */
public final class UsageMeter {

	private final ProcStat stat = new ProcStat();

	private final List<Long> server;

	private final long generator;

	private final Sample first;

	private Sample last;

	private @Nullable Long peakKilobytes;

	/**
	 * Starts to watch.
	 * @param server the process id of the server, absent if it is not a process of this
	 * machine
	 * @param generator the process id of the generator
	 */
	public UsageMeter(OptionalLong server, long generator) {
		this.server = server.isPresent() ? family(server.getAsLong()) : List.of();
		this.generator = generator;
		this.first = take();
		this.last = this.first;
	}

	/**
	 * Looks at the counters.
	 */
	public void sample() {
		Sample sample = take();
		if (sample.generator.isPresent()) {
			this.last = sample;
		}
		long resident = this.server.stream().mapToLong((pid) -> this.stat.residentKilobytes(pid).orElse(0)).sum();
		if (resident > 0) {
			this.peakKilobytes = (this.peakKilobytes != null) ? Math.max(this.peakKilobytes, resident)
					: Long.valueOf(resident);
		}
	}

	/**
	 * A server may leave the work to child processes.
	 */
	private static List<Long> family(long pid) {
		Stream<Long> children = ProcessHandle.of(pid)
			.stream()
			.flatMap(ProcessHandle::descendants)
			.map(ProcessHandle::pid);
		return Stream.concat(Stream.of(pid), children).toList();
	}

	private OptionalDouble serverCpuSeconds() {
		List<OptionalDouble> times = this.server.stream().map(this.stat::cpuSeconds).toList();
		return (!times.isEmpty() && times.stream().allMatch(OptionalDouble::isPresent))
				? OptionalDouble.of(times.stream().mapToDouble(OptionalDouble::getAsDouble).sum())
				: OptionalDouble.empty();
	}

	private Sample take() {
		return new Sample(System.nanoTime(), serverCpuSeconds(), this.stat.cpuSeconds(this.generator),
				this.stat.waitSeconds(this.generator), this.stat.cpuSeconds(ProcessHandle.current().pid()),
				this.stat.host());
	}

	/**
	 * Return what was used from the beginning to the last sample; for the server to this
	 * moment, since it may still be answering when the generator ends.
	 * @return the usage
	 */
	public Usage usage() {
		double seconds = (this.last.nanos - this.first.nanos) / 1e9;
		Double serverNow = difference(this.first.server, serverCpuSeconds());
		Double generatorCpu = difference(this.first.generator, this.last.generator);
		return new Usage(seconds, serverNow, generatorCpu, difference(this.first.waiting, this.last.waiting),
				foreign(generatorCpu), steal(), this.peakKilobytes);
	}

	private @Nullable Double foreign(@Nullable Double generatorCpu) {
		HostTimes before = this.first.host;
		HostTimes after = this.last.host;
		Double serverCpu = difference(this.first.server, this.last.server);
		Double own = difference(this.first.self, this.last.self);
		if (before == null || after == null || serverCpu == null || generatorCpu == null || own == null) {
			return null;
		}
		return Math.max(0, after.busy() - before.busy() - serverCpu - generatorCpu - own);
	}

	private @Nullable Double steal() {
		HostTimes before = this.first.host;
		HostTimes after = this.last.host;
		if (before == null || after == null || after.total() <= before.total()) {
			return null;
		}
		return 100 * (after.steal() - before.steal()) / (after.total() - before.total());
	}

	private static @Nullable Double difference(OptionalDouble before, OptionalDouble after) {
		return (before.isPresent() && after.isPresent()) ? Double.valueOf(after.getAsDouble() - before.getAsDouble())
				: null;
	}

	private record Sample(long nanos, OptionalDouble server, OptionalDouble generator, OptionalDouble waiting,
			OptionalDouble self, @Nullable HostTimes host) {
	}

}
