package dev.millrace.exchange.forwarded;

/**
 * What reads, behind the pipeline, what proxies say of clients.
 */
public enum ForwardedReader {

	/** Nothing does, so nothing is believed. */
	NONE,

	/** Reactor Netty. */
	SERVER,

	/**
	 * Spring's {@code ForwardedHeaderTransformer}. It takes an address in
	 * {@code X-Forwarded-For} that has a port for the name of a host, so the port of the
	 * client is left out there.
	 */
	SPRING

}
