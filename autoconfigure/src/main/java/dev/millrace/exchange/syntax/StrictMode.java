package dev.millrace.exchange.syntax;

/**
 * Selects what happens to a request that breaks a rule of RFC 9110 or 9112.
 */
public enum StrictMode {

	/**
	 * Refuse requests for which a proxy in front and this server could disagree about
	 * where messages begin or which host they are for. The others are refused on hot
	 * routes, and counted and logged on WebFlux routes.
	 */
	AUTO,

	/** Refuse. */
	ENFORCE,

	/** Count and log what would be refused. */
	DRY_RUN,

	/** Check nothing beyond what Netty checks. */
	OFF

}
