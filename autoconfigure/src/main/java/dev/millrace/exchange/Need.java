package dev.millrace.exchange;

/**
 * What an {@link ExchangeFilter} must see of an exchange. Said once, at start-up; what no
 * filter needs is not made.
 */
public enum Need {

	/** The address of the client. */
	ADDRESS,

	/** Method, path, query and headers of the request. */
	HEAD,

	/** The whole body of the request, up to a limit, before the verdict. */
	BODY,

	/** Status and headers of the response. */
	RESPONSE_HEAD,

	/** The bytes of the response. */
	RESPONSE_BODY

}
