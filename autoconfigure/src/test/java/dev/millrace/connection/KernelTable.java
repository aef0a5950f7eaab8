package dev.millrace.connection;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What the kernel knows about connections, independent of our own counting.
 */
final class KernelTable {

	private static final String ESTABLISHED = "01";

	private KernelTable() {
	}

	/** Established connections on the server's side of a port. */
	static long established(int port) {
		String local = String.format(Locale.ROOT, ":%04X", port);
		return Stream.of("/proc/net/tcp", "/proc/net/tcp6")
			.map(Path::of)
			.filter(Files::exists)
			.flatMap(KernelTable::lines)
			.map((line) -> line.strip().split("\\s+"))
			.filter((columns) -> columns[1].endsWith(local) && columns[3].equals(ESTABLISHED))
			// A table that changes while it is read may show a line twice.
			.map((columns) -> columns[1] + columns[2])
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
