package dev.millrace.exchange;

/**
 * A phase of an exchange that an {@link ExchangeFilter} must see. Read once, at start-
 * up. A phase that no filter names costs nothing.
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
