package dev.millrace.loadtests.verdict;

import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;

/**
 * What the program tells its caller.
 */
public enum ExitCode {

	/** At least one check passed, and none did anything else that was asked. */
	PASSED,

	/** A target was missed. */
	MISSED,

	/** A run was not valid. */
	INVALID,

	/** The environment is not as needed, or the server has died. */
	ENVIRONMENT,

	/** The command line is wrong. */
	ARGUMENTS,

	/** Nothing could be verified here. */
	NOTHING_VERIFIED;

	/**
	 * Sums checks up.
	 * @param checks the checks of a run
	 * @return how it ended
	 */
	public static ExitCode of(Collection<Check> checks) {
		Set<Verdict> verdicts = EnumSet.noneOf(Verdict.class);
		checks.forEach((check) -> verdicts.add(check.verdict()));
		if (verdicts.contains(Verdict.FAIL)) {
			return MISSED;
		}
		if (verdicts.contains(Verdict.INVALID)) {
			return INVALID;
		}
		return verdicts.contains(Verdict.PASS) ? PASSED : NOTHING_VERIFIED;
	}

	/**
	 * Return the number.
	 * @return the exit code of the process
	 */
	public int code() {
		return ordinal();
	}

}
