package dev.millrace.exchange.syntax;

/**
 * What is done with a request that breaks a rule of RFC 9110 or 9112.
 */
public enum StrictMode {

	/**
	 * Refuse what could make a proxy in front and this server disagree about where
	 * messages begin or whom they are for. The rest is refused on hot routes; on others
	 * it is counted and logged.
	 */
	AUTO,

	/** Refuse. */
	ENFORCE,

	/** Count and log what would be refused. */
	DRY_RUN,

	/** Check nothing beyond what Netty checks. */
	OFF

}
