package dev.millrace.loadtests.sut;

import java.util.List;

/**
 * Options that all servers in Java get, so that none has an advantage.
 */
public final class JvmFlags {

	/** The options, for the Java that runs this program. */
	public static final List<String> SAME_FOR_ALL = flags();

	private JvmFlags() {
	}

	private static List<String> flags() {
		List<String> heap = List.of("-Xms512m", "-Xmx512m", "-XX:+UseParallelGC");
		return (Runtime.version().feature() < 24) ? heap : List.of("-Xms512m", "-Xmx512m", "-XX:+UseParallelGC",
				"--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow");
	}

}
