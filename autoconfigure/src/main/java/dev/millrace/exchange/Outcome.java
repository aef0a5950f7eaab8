package dev.millrace.exchange;

/**
 * How an exchange ended. Every exchange ends exactly once.
 */
public enum Outcome {

	/** Answered from the pipeline. */
	ANSWERED,

	/** Passed on and answered by the application behind. */
	PASSED,

	/** Broke on this side: no answer, or only a part of one, was sent. */
	FAILED,

	/** The client went away before the answer was complete. */
	ABORTED

}
