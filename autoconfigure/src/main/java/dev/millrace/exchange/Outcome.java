package dev.millrace.exchange;

/**
 * How an exchange ended. Every exchange ends exactly once.
 */
public enum Outcome {

	/** Millrace, a filter or a hot route has answered. */
	ANSWERED,

	/**
	 * The application behind the filters was given the request, and has answered.
	 */
	PASSED,

	/**
	 * An error on the side of the server: no response, or only a part of one, was sent.
	 */
	FAILED,

	/** The client left before the response was complete. */
	ABORTED

}
