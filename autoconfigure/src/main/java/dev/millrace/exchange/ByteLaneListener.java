package dev.millrace.exchange;

/**
 * A listener that does not need exchanges: where all listeners can, requests to constant
 * routes are answered from their bytes and have none. Called on event loops, so it must
 * not block; what it throws is logged and changes nothing.
 */
public interface ByteLaneListener extends ExchangeListener {

	/**
	 * A request was answered without an exchange.
	 * @param answered the request and its answer, valid during this call only
	 */
	void answered(ByteLaneView answered);

}
