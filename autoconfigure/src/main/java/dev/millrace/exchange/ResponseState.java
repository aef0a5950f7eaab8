package dev.millrace.exchange;

/**
 * How far the response of an exchange has come. Only goes forward.
 */
enum ResponseState {

	/** There is none. */
	NONE,

	/** An answer was chosen. Another one may take its place. */
	STARTED,

	/** The head is on its way: what happens from now on cannot change the status. */
	HEAD_SENT,

	/** The last piece of the body was written. */
	COMPLETE;

	boolean allows(ResponseState next) {
		return next.compareTo(this) >= 0;
	}

}
