package dev.millrace.loadtests.gen;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import dev.millrace.loadtests.process.ChildProcess;
import dev.millrace.loadtests.process.JavaCommand;

/**
 * Runs Gatling simulations, each in a JVM of its own: Gatling cannot start twice in one
 * JVM, and a generator that shares a JVM with anything else measures that as well.
 *
 * @param classPath the class path with Gatling and the simulations
 * @param directory where logs and reports are written; one for each run that is to keep
 * its own
 */
public record GatlingFork(String classPath, Path directory) {

	/**
	 * Creates a fork that has the class path of this JVM.
	 * @param directory where logs and reports are written
	 * @return the fork
	 */
	public static GatlingFork ofThisClassPath(Path directory) {
		return new GatlingFork(System.getProperty("java.class.path"), directory.toAbsolutePath());
	}

	/**
	 * Runs a simulation to its end.
	 * @param simulation the name of the class
	 * @param properties system properties for the simulation
	 * @param timeout how long it may take
	 * @return how it ended
	 */
	public GatlingRun run(String simulation, Map<String, String> properties, Duration timeout) {
		try (ChildProcess process = start(simulation, properties, UnaryOperator.identity())) {
			return await(process, simulation, timeout);
		}
	}

	/**
	 * Starts a simulation.
	 * @param simulation the name of the class
	 * @param properties system properties for the simulation
	 * @param confine turns the command into one that is confined to some processors
	 * @return the process, which the caller closes
	 */
	public ChildProcess start(String simulation, Map<String, String> properties, UnaryOperator<List<String>> confine) {
		return ChildProcess.start(confine.apply(command(simulation, properties)), log(simulation));
	}

	/**
	 * Waits for the end of a simulation.
	 * @param process what {@link #start} has returned
	 * @param simulation the name of the class
	 * @param timeout how long it may take
	 * @return how it ended
	 */
	public GatlingRun await(ChildProcess process, String simulation, Duration timeout) {
		int exitCode = process.awaitExit(timeout);
		return new GatlingRun(exitCode, log(simulation), newestReport(simulation));
	}

	/**
	 * Return where the log of a simulation is written.
	 * @param simulation the name of the class
	 * @return the file
	 */
	public Path log(String simulation) {
		return this.directory.resolve(simulation + ".log");
	}

	private List<String> command(String simulation, Map<String, String> properties) {
		List<String> jvmArguments = new ArrayList<>();
		jvmArguments.add("-Xmx1g");
		jvmArguments.add("--add-opens=java.base/java.lang=ALL-UNNAMED");
		jvmArguments.add("-Dlogback.configurationFile=logback-load-tests.xml");
		// Gatling notes there when it last looked for a newer Gatling
		jvmArguments.add("-Djava.util.prefs.userRoot=" + this.directory);
		properties.forEach((name, value) -> jvmArguments.add("-D" + name + "=" + value));
		return JavaCommand.mainClass(this.classPath, "io.gatling.app.Gatling")
			.withJvmArguments(jvmArguments)
			.withArguments(List.of("-s", simulation, "-rf", this.directory.toString()))
			.toList();
	}

	/**
	 * Gatling names the folder of a report after the simulation and the time.
	 */
	private Optional<Path> newestReport(String simulation) {
		String simpleName = simulation.substring(simulation.lastIndexOf('.') + 1);
		String prefix = simpleName.toLowerCase(Locale.ROOT) + "-";
		try (Stream<Path> folders = Files.list(this.directory)) {
			return folders.filter((folder) -> folder.getFileName().toString().startsWith(prefix))
				.max(Comparator.comparing(Path::getFileName))
				.map((folder) -> folder.resolve("index.html"))
				.filter(Files::exists);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
