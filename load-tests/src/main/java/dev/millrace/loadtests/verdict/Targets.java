package dev.millrace.loadtests.verdict;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;

/**
 * What is to be reached, from {@code targets.yaml}.
 *
 * @param schema the version of the format
 * @param connections connections held at once
 * @param requestsPerSecond answers a second
 * @param classes kinds of machines
 * @param validity when a measurement counts
 * @param bounds what comparisons must show
 */
public record Targets(int schema, int connections, double requestsPerSecond, List<MachineClass> classes,
		Validity validity, Bounds bounds) {

	/**
	 * Reads the file that belongs to this program.
	 * @return the targets
	 */
	public static Targets load() {
		try (InputStream in = Targets.class.getResourceAsStream("/targets.yaml")) {
			return new YAMLMapper().readValue(in, Targets.class);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Return these targets with other numbers.
	 * @param connections connections held at once
	 * @param requestsPerSecond answers a second
	 * @return the targets
	 */
	public Targets with(int connections, double requestsPerSecond) {
		return new Targets(this.schema, connections, requestsPerSecond, this.classes, this.validity, this.bounds);
	}

	/**
	 * Return the class of a machine.
	 * @param processors how many it has
	 * @return the first class that fits
	 */
	public MachineClass machineClass(int processors) {
		return this.classes.stream()
			.filter((candidate) -> processors <= candidate.maxProcessors())
			.findFirst()
			.orElseGet(() -> this.classes.get(this.classes.size() - 1));
	}

	/**
	 * Machines of about the same size.
	 *
	 * @param name the name of the class
	 * @param maxProcessors the most processors
	 * @param gatlingRequestsPerSecond what Gatling can be asked for on such a machine
	 */
	public record MachineClass(String name, int maxProcessors, double gatlingRequestsPerSecond) {
	}

	/**
	 * What comparisons must show.
	 *
	 * @param tolerance how much the far end of an interval may miss a bound
	 * @param throughputOverStock throughput, the controller tuned over the controller
	 * stock
	 * @param cpuOverC server CPU per request, hot route over C
	 * @param scalingEfficiency throughput with more workers, as a share of that many
	 * times the throughput of one
	 * @param cpuOverBaseline server CPU per request over that of an earlier result
	 */
	public record Bounds(double tolerance, double throughputOverStock, double cpuOverC, double scalingEfficiency,
			double cpuOverBaseline) {
	}

}
