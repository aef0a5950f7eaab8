package dev.millrace.loadtests.sut;

import java.nio.file.Path;
import java.util.List;

import dev.millrace.loadtests.machine.Placement;
import dev.millrace.loadtests.process.JavaCommand;

/**
 * Where executable jars of Spring Boot run.
 */
public interface JarLauncher {

	/**
	 * Starts an executable jar on a free port.
	 * @param jar the file
	 * @param arguments its command line
	 * @param placement the processors it may use
	 * @param log the file for its log
	 * @return the server, listening
	 */
	Server start(Path jar, List<String> arguments, Placement placement, Path log);

	/**
	 * Describes it.
	 * @return a few words for the result
	 */
	String describe();

	/**
	 * Return a launcher that starts a JVM on this machine.
	 * @param description a few words for the result
	 * @return the launcher
	 */
	static JarLauncher forked(String description) {
		return new JarLauncher() {

			@Override
			public Server start(Path jar, List<String> arguments, Placement placement, Path log) {
				List<String> command = JavaCommand.jar(jar)
					.withJvmArguments(JvmFlags.SAME_FOR_ALL)
					.withArguments(arguments)
					.toList();
				return ForkedServer.start(placement.server(command), log, Launch.TIMEOUT);
			}

			@Override
			public String describe() {
				return description;
			}

		};
	}

}
