package dev.millrace.loadtests.verdict;

import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;

/**
 * What the program tells its caller.
 */
public enum ExitCode {

	/** At least one check passed, and none did anything else that was asked. */
	PASSED(0),

	/** A target was missed. */
	MISSED(1),

	/** A run was not valid. */
	INVALID(2),

	/** The environment is not as needed, or the server has died. */
	ENVIRONMENT(3),

	/** The command line is wrong. */
	ARGUMENTS(4),

	/** Nothing could be verified here. */
	NOTHING_VERIFIED(5);

	private final int code;

	ExitCode(int code) {
		this.code = code;
	}

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
		return this.code;
	}

}
