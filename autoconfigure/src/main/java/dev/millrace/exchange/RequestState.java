package dev.millrace.exchange;

/**
 * How far the request of an exchange has come. Only goes forward.
 */
enum RequestState {

	/** More of the body is to come. */
	RECEIVING,

	/** Nothing more is to come but the message that marks the end. */
	COMPLETE,

	/** The message that marks the end has come. */
	ENDED;

	boolean allows(RequestState next) {
		return next.compareTo(this) >= 0;
	}

}
