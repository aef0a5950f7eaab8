package dev.millrace.accesslog;

/**
 * What a line looks like.
 */
public enum AccessLogFormat {

	/** The Common Log Format of the first web servers. */
	COMMON,

	/** The Common Log Format with referrer and user agent. */
	COMBINED,

	/** An object of JSON. */
	JSON

}
