package dev.millrace.connection;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What the kernel knows about connections, independent of our own counting.
 */
final class KernelTable {

	private static final int LOCAL = 1;

	private static final int REMOTE = 2;

	private static final int STATE = 3;

	private static final int INODE = 9;

	private static final String ESTABLISHED = "01";

	private static final String LISTENING = "0A";

	private KernelTable() {
	}

	/** Established connections on the server's side of a port. */
	static long established(int port) {
		return count(port, (columns) -> columns[STATE].equals(ESTABLISHED));
	}

	/** Those of them that the process has taken, and holds a descriptor of. */
	static long owned(int port) {
		return count(port, (columns) -> columns[STATE].equals(ESTABLISHED) && !columns[INODE].equals("0"));
	}

	/** Sockets of the process that are not the listener, in whatever state. */
	static long sockets(int port) {
		return count(port, (columns) -> !columns[STATE].equals(LISTENING) && !columns[INODE].equals("0"));
	}

	private static long count(int port, Predicate<String[]> counted) {
		String local = String.format(Locale.ROOT, ":%04X", port);
		return Stream.of("/proc/net/tcp", "/proc/net/tcp6")
			.map(Path::of)
			.filter(Files::exists)
			.flatMap(KernelTable::lines)
			.map((line) -> line.strip().split("\\s+"))
			.filter((columns) -> columns[LOCAL].endsWith(local))
			.filter(counted)
			// A table that changes while it is read may show a line twice.
			.map((columns) -> columns[LOCAL] + columns[REMOTE])
			.distinct()
			.count();
	}

	private static Stream<String> lines(Path table) {
		try {
			return Files.readAllLines(table).stream().skip(1);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
