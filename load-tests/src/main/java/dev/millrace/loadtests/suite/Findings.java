package dev.millrace.loadtests.suite;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.millrace.loadtests.measure.Measurement;
import dev.millrace.loadtests.report.SuiteResult.ComparisonInfo;
import dev.millrace.loadtests.report.SuiteResult.ServerInfo;
import dev.millrace.loadtests.stats.Comparison;
import dev.millrace.loadtests.sut.Sut;
import dev.millrace.loadtests.verdict.Check;
import org.jspecify.annotations.Nullable;

/**
 * What a suite finds while it runs. Confined to its thread.
 */
public final class Findings {

	private final List<Check> checks = new ArrayList<>();

	private final List<ServerInfo> servers = new ArrayList<>();

	private final Map<String, Double> calibration = new LinkedHashMap<>();

	private final List<ComparisonInfo> comparisons = new ArrayList<>();

	private final List<Measurement> measurements = new ArrayList<>();

	private final List<String> notes = new ArrayList<>();

	/**
	 * Takes a check.
	 * @param check what was asked, and the answer
	 */
	public void check(Check check) {
		this.checks.add(check);
	}

	void server(Sut sut, @Nullable String notApplicable, List<String> problems) {
		this.servers.add(new ServerInfo(sut.name(), sut.description(), sut.path(), notApplicable, problems));
	}

	void calibration(String generator, double rate) {
		this.calibration.put(generator, rate);
	}

	void comparison(String metric, String before, String after, Comparison comparison) {
		this.comparisons.add(new ComparisonInfo(metric, before, after, comparison, comparison.change()));
	}

	void measurements(List<Measurement> more) {
		this.measurements.addAll(more);
	}

	void note(String note) {
		this.notes.add(note);
	}

	/**
	 * Return the checks.
	 * @return the checks made so far
	 */
	public List<Check> checks() {
		return this.checks;
	}

	/**
	 * Return the servers.
	 * @return the servers, those that could not run included
	 */
	public List<ServerInfo> servers() {
		return this.servers;
	}

	/**
	 * Return the calibration.
	 * @return what each generator can do
	 */
	public Map<String, Double> calibration() {
		return this.calibration;
	}

	/**
	 * Return the comparisons.
	 * @return the comparisons made so far
	 */
	public List<ComparisonInfo> comparisons() {
		return this.comparisons;
	}

	/**
	 * Return the measurements.
	 * @return the measurements in their order
	 */
	public List<Measurement> measurements() {
		return this.measurements;
	}

	/**
	 * Return the remarks.
	 * @return the remarks
	 */
	public List<String> notes() {
		return this.notes;
	}

}
