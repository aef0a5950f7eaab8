package dev.millrace.connection.proxy;

/**
 * Whether connections begin with a PROXY header. There is no mode that guesses: a client
 * that may leave the header out may also send one.
 */
public enum ProxyProtocolMode {

	/** They do not. */
	OFF,

	/** They do, or they are closed. */
	REQUIRED

}
