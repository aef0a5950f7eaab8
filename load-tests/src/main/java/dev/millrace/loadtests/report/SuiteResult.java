package dev.millrace.loadtests.report;

import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.millrace.loadtests.machine.Machine;
import dev.millrace.loadtests.measure.Measurement;
import dev.millrace.loadtests.stats.Comparison;
import dev.millrace.loadtests.verdict.Check;
import org.jspecify.annotations.Nullable;

/**
 * Everything a run has found, as it is written to {@code result.json}.
 *
 * @param schema the version of the format
 * @param suite what was run
 * @param startedAt when, in UTC
 * @param seconds how long it took
 * @param command the command line
 * @param environment where
 * @param exitCode what the program told its caller
 * @param checks the questions and their answers
 * @param servers the servers, those that could not run included
 * @param calibration what each generator does with a server that costs nothing, in
 * requests a second
 * @param comparisons servers compared in interleaved rounds
 * @param measurements all measurements in the order in which they were made
 * @param notes remarks
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record SuiteResult(int schema, String suite, String startedAt, double seconds, List<String> command,
		Environment environment, int exitCode, List<Check> checks, List<ServerInfo> servers,
		Map<String, Double> calibration, List<ComparisonInfo> comparisons, List<Measurement> measurements,
		List<String> notes) {

	/** The version of the format. */
	public static final int SCHEMA = 1;

	/**
	 * Where a run took place.
	 *
	 * @param machine the machine
	 * @param machineClass its class in the targets
	 * @param placement which processors server and generator had
	 * @param runtime where the sample application ran: {@code jvm}, or a container and
	 * its limits
	 * @param network what the load went over
	 */
	public record Environment(Machine machine, String machineClass, String placement, String runtime, String network) {
	}

	/**
	 * A server.
	 *
	 * @param name its name
	 * @param description what it is
	 * @param path what was asked for
	 * @param notApplicable why it did not run, absent if it did
	 * @param problems what was not as it should be
	 */
	public record ServerInfo(String name, String description, String path, @Nullable String notApplicable,
			List<String> problems) {
	}

	/**
	 * A comparison.
	 *
	 * @param metric what was compared
	 * @param before the name of the first server
	 * @param after the name of the second
	 * @param comparison the ratio of the second to the first
	 * @param change what may be said
	 */
	public record ComparisonInfo(String metric, String before, String after, Comparison comparison,
			Comparison.Change change) {
	}

}
