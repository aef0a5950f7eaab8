package dev.millrace.loadtests.machine;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Programs that may be installed or not.
 */
public final class Programs {

	private Programs() {
	}

	/**
	 * Looks a program up.
	 * @param name its name
	 * @return its path, absent if it is not installed
	 */
	public static Optional<Path> find(String name) {
		String path = System.getenv().getOrDefault("PATH", "") + File.pathSeparator + "/usr/sbin";
		return Stream.of(path.split(File.pathSeparator))
			.map((folder) -> Path.of(folder, name))
			.filter(Files::isExecutable)
			.findFirst();
	}

}
