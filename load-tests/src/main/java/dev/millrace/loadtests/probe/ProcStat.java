package dev.millrace.loadtests.probe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * CPU time and memory of processes and of the machine, from {@code /proc}.
 *
 * @param root the folder {@code /proc}
 */
public record ProcStat(Path root) {

	/** The kernel reports to programs in hundredths of a second on every architecture. */
	private static final double TICKS_PER_SECOND = 100;

	private static final double NANOS_PER_SECOND = 1e9;

	private static final int USER_TIME = 11;

	private static final int SYSTEM_TIME = 12;

	/**
	 * Reads the {@code /proc} of this machine.
	 */
	public ProcStat() {
		this(Path.of("/proc"));
	}

	/**
	 * Return the CPU time a process has used, in user and in kernel mode.
	 * @param pid the process
	 * @return seconds; from the JVM's own means where there is no {@code /proc}
	 */
	public OptionalDouble cpuSeconds(long pid) {
		String stat = read(String.valueOf(pid), "stat");
		if (stat == null) {
			return ProcessHandle.of(pid)
				.flatMap((process) -> process.info().totalCpuDuration())
				.map((duration) -> OptionalDouble.of(duration.toNanos() / NANOS_PER_SECOND))
				.orElse(OptionalDouble.empty());
		}
		// The second field is a name in parentheses and may hold anything
		String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
		return OptionalDouble
			.of((Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[SYSTEM_TIME])) / TICKS_PER_SECOND);
	}

	/**
	 * Return how long the threads of a process were ready to run but had no processor.
	 * @param pid the process
	 * @return the sum over all threads, in seconds
	 */
	public OptionalDouble waitSeconds(long pid) {
		try (Stream<Path> threads = Files.list(this.root.resolve(pid + "/task"))) {
			List<String> lines = threads.map((thread) -> read(pid + "/task", thread.getFileName() + "/schedstat"))
				.filter((line) -> line != null)
				.toList();
			return lines.isEmpty() ? OptionalDouble.empty() : OptionalDouble
				.of(lines.stream().mapToLong((line) -> Long.parseLong(line.split(" ", 3)[1])).sum() / NANOS_PER_SECOND);
		}
		catch (IOException ex) {
			return OptionalDouble.empty();
		}
	}

	/**
	 * Return the memory of a process that is in RAM.
	 * @param pid the process
	 * @return kilobytes
	 */
	public OptionalLong residentKilobytes(long pid) {
		String status = read(String.valueOf(pid), "status");
		return (status == null) ? OptionalLong.empty()
				: status.lines()
					.filter((line) -> line.startsWith("VmRSS:"))
					.mapToLong((line) -> Long.parseLong(line.replaceAll("\\D", "")))
					.findFirst();
	}

	/**
	 * Return the CPU time of the whole machine.
	 * @return the times, or nothing where the kernel does not tell
	 */
	public @Nullable HostTimes host() {
		String stat = read("", "stat");
		if (stat == null) {
			return null;
		}
		String[] fields = stat.lines().findFirst().orElseThrow().split("\\s+", -1);
		double[] seconds = new double[9];
		for (int field = 1; field < seconds.length; field++) {
			seconds[field] = Long.parseLong(fields[field]) / TICKS_PER_SECOND;
		}
		double busy = seconds[1] + seconds[2] + seconds[3] + seconds[6] + seconds[7];
		return new HostTimes(busy, seconds[8], busy + seconds[4] + seconds[5] + seconds[8]);
	}

	private @Nullable String read(String folder, String file) {
		try {
			return Files.readString(this.root.resolve(folder).resolve(file));
		}
		catch (IOException ex) {
			return null;
		}
	}

	/**
	 * CPU time of the machine since it was started, in seconds.
	 *
	 * @param busy the time spent working
	 * @param steal the time a hypervisor gave to others
	 * @param total all of it, idle time included
	 */
	public record HostTimes(double busy, double steal, double total) {
	}

}
