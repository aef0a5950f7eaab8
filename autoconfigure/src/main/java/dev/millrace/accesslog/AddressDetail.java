package dev.millrace.accesslog;

/**
 * How much of a client's address is written.
 */
public enum AddressDetail {

	/** All of it, without the port. */
	FULL,

	/** The network: 24 bits of IPv4, 48 bits of IPv6. */
	PREFIX,

	/**
	 * A keyed hash: the same for the same address until the server is started again, and
	 * of no use to find the address.
	 */
	HASH

}
