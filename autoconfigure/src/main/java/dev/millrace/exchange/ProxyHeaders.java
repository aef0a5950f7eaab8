package dev.millrace.exchange;

import io.netty.handler.codec.http.HttpHeaders;

/**
 * Decides what is believed of the header fields by which proxies say who their client is.
 * Called on the event loop of the connection.
 */
public interface ProxyHeaders {

	/**
	 * Looks at a request that has such fields, before anything else reads them.
	 * @param exchange the exchange, to be told the address of the client
	 * @param headers the header fields, to be changed as what stands behind may read them
	 * @return whether they were changed
	 */
	boolean settle(Exchange exchange, HttpHeaders headers);

	/**
	 * Tells whether the application asks for what proxies say of clients.
	 * @return whether what trusted proxies say is believed
	 */
	boolean believed();

}
