package dev.millrace.loadtests.probe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The kernel's view of TCP connections, from {@code /proc/net}.
 *
 * @param root the folder {@code /proc/net}
 */
public record ProcNet(Path root) {

	private static final String ESTABLISHED = "01";

	private static final int LOCAL_ADDRESS = 1;

	private static final int REMOTE_ADDRESS = 2;

	private static final int STATE = 3;

	private static final int INODE = 9;

	private static final String LISTENING = "0A";

	/**
	 * Reads the {@code /proc/net} of this machine.
	 */
	public ProcNet() {
		this(Path.of("/proc/net"));
	}

	/**
	 * Reads the {@code /proc/net} that a process sees, which in a container may be
	 * another one.
	 * @param pid the process, absent for this machine's
	 * @return the view of that process
	 */
	public static ProcNet of(OptionalLong pid) {
		return pid.isPresent() ? new ProcNet(Path.of("/proc", String.valueOf(pid.getAsLong()), "net")) : new ProcNet();
	}

	/**
	 * Counts the established connections whose server side has a port.
	 * @param port the port of the server
	 * @return the number, or nothing where there is no {@code /proc/net}
	 */
	public OptionalLong established(int port) {
		String suffix = ":%04X".formatted(port);
		if (!Files.isReadable(this.root.resolve("tcp"))) {
			return OptionalLong.empty();
		}
		return OptionalLong.of(count("tcp", suffix) + count("tcp6", suffix));
	}

	private long count(String table, String suffix) {
		try (Stream<String> lines = Files.lines(this.root.resolve(table))) {
			return lines.skip(1)
				.map((line) -> line.trim().split("\\s+", STATE + 2))
				.filter((fields) -> fields[LOCAL_ADDRESS].endsWith(suffix) && fields[STATE].equals(ESTABLISHED))
				.map((fields) -> fields[REMOTE_ADDRESS])
				// A table that changes while it is read may show a connection twice
				.distinct()
				.count();
		}
		catch (IOException ex) {
			return 0;
		}
	}

	/**
	 * Finds the process that listens on a port, among those that this one may look into.
	 * @param port the port
	 * @return its process id, nothing if none is found
	 */
	public OptionalLong listener(int port) {
		String suffix = ":%04X".formatted(port);
		Set<String> sockets = Stream.of("tcp", "tcp6")
			.flatMap((table) -> lines(table).stream())
			.map((line) -> line.trim().split("\\s+", INODE + 2))
			.filter((fields) -> fields[LOCAL_ADDRESS].endsWith(suffix) && fields[STATE].equals(LISTENING))
			.map((fields) -> "socket:[" + fields[INODE] + "]")
			.collect(Collectors.toSet());
		return sockets.isEmpty() ? OptionalLong.empty()
				: ProcessHandle.allProcesses()
					.mapToLong(ProcessHandle::pid)
					.filter((pid) -> holdsOneOf(pid, sockets))
					.findFirst();
	}

	private List<String> lines(String table) {
		try {
			List<String> lines = Files.readAllLines(this.root.resolve(table));
			return lines.subList(1, lines.size());
		}
		catch (IOException ex) {
			return List.of();
		}
	}

	private static boolean holdsOneOf(long pid, Set<String> sockets) {
		try (Stream<Path> descriptors = Files.list(Path.of("/proc", String.valueOf(pid), "fd"))) {
			return descriptors.anyMatch((descriptor) -> sockets.contains(target(descriptor)));
		}
		catch (IOException ex) {
			return false;
		}
	}

	private static String target(Path link) {
		try {
			return Files.readSymbolicLink(link).toString();
		}
		catch (IOException ex) {
			return "";
		}
	}

	/**
	 * Return how many connections were lost because an accept queue was full, on the
	 * whole machine since it was started.
	 * @return {@code ListenDrops}, which includes {@code ListenOverflows}; nothing where
	 * the kernel does not tell
	 */
	public OptionalLong listenDrops() {
		try {
			List<String> lines = Files.readAllLines(this.root.resolve("netstat"))
				.stream()
				.filter((line) -> line.startsWith("TcpExt:"))
				.toList();
			List<String> names = List.of(lines.get(0).split(" "));
			List<String> values = List.of(lines.get(1).split(" "));
			return OptionalLong.of(Long.parseLong(values.get(names.indexOf("ListenDrops"))));
		}
		catch (IOException | IndexOutOfBoundsException ex) {
			return OptionalLong.empty();
		}
	}

}
