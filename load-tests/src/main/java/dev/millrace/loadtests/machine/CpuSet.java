package dev.millrace.loadtests.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Processors a process may run on.
 *
 * @param processors their numbers
 */
public record CpuSet(List<Integer> processors) {

	private static final String KEY = "Cpus_allowed_list:";

	/**
	 * Creates a set from a copy.
	 */
	public CpuSet {
		processors = List.copyOf(processors);
	}

	/**
	 * Return the processors this process may run on.
	 * @return the processors
	 */
	public static CpuSet available() {
		try {
			return Files.readAllLines(Path.of("/proc/self/status"))
				.stream()
				.filter((line) -> line.startsWith(KEY))
				.findFirst()
				.map((line) -> parse(line.substring(KEY.length()).trim()))
				.orElseGet(CpuSet::ofTheJvm);
		}
		catch (IOException ex) {
			return ofTheJvm();
		}
	}

	private static CpuSet ofTheJvm() {
		return new CpuSet(IntStream.range(0, Runtime.getRuntime().availableProcessors()).boxed().toList());
	}

	/**
	 * Parses a list as the kernel and {@code taskset} write it.
	 * @param list for example {@code 0-3,8}
	 * @return the processors
	 */
	public static CpuSet parse(String list) {
		List<Integer> processors = new ArrayList<>();
		for (String range : list.split(",", -1)) {
			String[] ends = range.trim().split("-", 2);
			IntStream.rangeClosed(Integer.parseInt(ends[0]), Integer.parseInt(ends[ends.length - 1]))
				.forEach(processors::add);
		}
		return new CpuSet(processors);
	}

	/**
	 * Return how many there are.
	 * @return the number of processors
	 */
	public int size() {
		return this.processors.size();
	}

	CpuSet range(int from, int to) {
		return new CpuSet(this.processors.subList(from, to));
	}

	/**
	 * Return a command that runs on these processors only.
	 * @param command the command to confine
	 * @return the command with {@code taskset} before it
	 */
	public List<String> pin(List<String> command) {
		List<String> pinned = new ArrayList<>(List.of("taskset", "-c", toString()));
		pinned.addAll(command);
		return pinned;
	}

	@Override
	public String toString() {
		return this.processors.stream().map(String::valueOf).collect(Collectors.joining(","));
	}

}
