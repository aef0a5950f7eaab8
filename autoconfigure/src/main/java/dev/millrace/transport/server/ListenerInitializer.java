package dev.millrace.transport.server;

import io.netty.channel.Channel;

/**
 * Is shown each listener of the server, on its event loop, after it is bound and before
 * it accepts a connection.
 */
@FunctionalInterface
public interface ListenerInitializer {

	/**
	 * Prepares a listener.
	 * @param listener the bound channel
	 * @param tls whether its connections begin with a TLS handshake
	 */
	void onBound(Channel listener, boolean tls);

}
