package dev.millrace.exchange.forwarded;

/**
 * Which headers the proxies in front write. Those of the other kind come from clients.
 */
public enum ForwardedHeader {

	/**
	 * {@code X-Forwarded-*} where there is {@code X-Forwarded-For}, else
	 * {@code Forwarded}.
	 */
	AUTO,

	/** {@code X-Forwarded-For} and its like. */
	X_FORWARDED,

	/** {@code Forwarded}, RFC 7239. */
	FORWARDED

}
