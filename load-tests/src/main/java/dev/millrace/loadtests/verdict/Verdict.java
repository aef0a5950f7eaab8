package dev.millrace.loadtests.verdict;

/**
 * How a check ends.
 */
public enum Verdict {

	/** Measured validly, and reached. */
	PASS,

	/** Measured validly, and missed. */
	FAIL,

	/** Measured, but what was measured does not answer the question. */
	INVALID,

	/** This machine cannot tell, and was not asked. */
	NOT_APPLICABLE

}
