package dev.millrace.transport;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.StringTokenizer;

/**
 * Limits of this machine and this container, read from {@code /proc} and {@code /sys}.
 * Empty where the system does not tell a limit.
 */
public final class Host {

	private final Path root;

	/**
	 * Creates a view of this machine.
	 */
	public Host() {
		this(Path.of("/"));
	}

	/**
	 * Creates a view of a machine.
	 * @param root the directory that holds its {@code proc} and {@code sys}
	 */
	Host(Path root) {
		this.root = root;
	}

	public boolean isLinux() {
		return Files.isDirectory(this.root.resolve("proc/sys/kernel"));
	}

	/**
	 * Returns the longest queue of connections that the kernel keeps for a listener.
	 * @return the value of {@code net.core.somaxconn}
	 */
	public OptionalInt maxBacklog() {
		return integer("proc/sys/net/core/somaxconn");
	}

	/**
	 * Tells whether the kernel answers TCP fast open on listeners.
	 * @return {@code false} only if it is known not to
	 */
	public boolean isFastOpenOn() {
		OptionalInt bits = integer("proc/sys/net/ipv4/tcp_fastopen");
		return bits.isEmpty() || (bits.getAsInt() & 2) != 0;
	}

	/**
	 * Returns how many files and sockets this process may have open.
	 * @return the soft limit; empty if there is none or it is not known
	 */
	public OptionalLong openFileLimit() {
		for (String line : lines("proc/self/limits")) {
			if (line.startsWith("Max open files")) {
				String limit = words(line).get(3);
				return limit.equals("unlimited") ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(limit));
			}
		}
		return OptionalLong.empty();
	}

	/**
	 * Returns how many processors the container may keep busy.
	 * @return the limit, such as 0.5; empty if there is none or it is not known
	 */
	public OptionalDouble cpuLimit() {
		for (String group : groups()) {
			List<String> v2 = lines("sys/fs/cgroup" + group + "/cpu.max");
			if (!v2.isEmpty()) {
				List<String> quotaAndPeriod = words(v2.get(0));
				return quotaAndPeriod.get(0).equals("max") ? OptionalDouble.empty() : OptionalDouble
					.of(Double.parseDouble(quotaAndPeriod.get(0)) / Double.parseDouble(quotaAndPeriod.get(1)));
			}
			OptionalInt quota = integer("sys/fs/cgroup/cpu" + group + "/cpu.cfs_quota_us");
			OptionalInt period = integer("sys/fs/cgroup/cpu" + group + "/cpu.cfs_period_us");
			if (quota.isPresent() && period.isPresent()) {
				return (quota.getAsInt() <= 0) ? OptionalDouble.empty()
						: OptionalDouble.of((double) quota.getAsInt() / period.getAsInt());
			}
		}
		return OptionalDouble.empty();
	}

	/**
	 * The control groups of this process that may limit the processor, its own one first.
	 */
	private List<String> groups() {
		List<String> groups = new ArrayList<>();
		for (String line : lines("proc/self/cgroup")) {
			int controllers = line.indexOf(':');
			int path = line.indexOf(':', controllers + 1);
			if (path > 0 && isCpu(line.substring(controllers + 1, path)) && line.length() > path + 2) {
				groups.add(line.substring(path + 1));
			}
		}
		// Inside a container the group of the container is mounted at the root.
		groups.add("");
		return groups;
	}

	private static boolean isCpu(String controllers) {
		return controllers.isEmpty() || List.of(controllers.split(",")).contains("cpu");
	}

	private OptionalInt integer(String file) {
		List<String> lines = lines(file);
		try {
			return lines.isEmpty() ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(lines.get(0).strip()));
		}
		catch (NumberFormatException ex) {
			return OptionalInt.empty();
		}
	}

	private List<String> lines(String file) {
		try {
			Path path = this.root.resolve(file);
			return Files.isReadable(path) ? Files.readAllLines(path) : List.of();
		}
		catch (IOException ex) {
			return List.of();
		}
	}

	private static List<String> words(String line) {
		List<String> words = new ArrayList<>();
		StringTokenizer tokens = new StringTokenizer(line);
		while (tokens.hasMoreTokens()) {
			words.add(tokens.nextToken());
		}
		return words;
	}

}
