package dev.millrace.loadtests.gen;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * How a run of Gatling ended.
 *
 * @param exitCode 0 when every assertion held, 2 when one did not, 1 when Gatling itself
 * failed
 * @param log what Gatling printed
 * @param report the first page of the HTML report; absent when Gatling did not get that
 * far
 */
public record GatlingRun(int exitCode, Path log, Optional<Path> report) {

	private static final int LOG_TAIL_LINES = 10;

	/**
	 * Return whether the simulation ran and every assertion held.
	 * @return whether the simulation ran and every assertion held
	 */
	public boolean passed() {
		return this.exitCode == 0;
	}

	/**
	 * Return the end of the log, to tell why there is no result.
	 * @return where the log lies and its last lines
	 */
	public String logTail() {
		try {
			List<String> lines = Files.readAllLines(this.log);
			String tail = String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_TAIL_LINES), lines.size()));
			return "Log %s ends with:%n%s".formatted(this.log, tail);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Return the numbers.
	 * @return the summary that Gatling printed, absent when it did not get that far
	 */
	public Optional<GatlingSummary> summary() {
		try {
			return GatlingSummary.parse(Files.readString(this.log));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
