package dev.millrace.loadtests.gen;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

	/**
	 * Return whether the simulation ran and every assertion held.
	 * @return whether the simulation ran and every assertion held
	 */
	public boolean passed() {
		return this.exitCode == 0;
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
