package dev.millrace.connection.accept;

import java.net.InetSocketAddress;

/**
 * Decides whether a connection may enter, before any of its bytes is read, and again when
 * a trusted proxy has told the address of the client. Sees only addresses. Called on an
 * event loop, so it must not block; beans are asked in their {@code @Order}, and the
 * first that does not accept decides.
 */
@FunctionalInterface
public interface ConnectionFilter {

	/**
	 * Decides about a connection.
	 * @param client the address of the peer, or of the client behind it where known
	 * @param local the address that was connected to
	 * @return what to do with the connection
	 */
	Decision decide(InetSocketAddress client, InetSocketAddress local);

	/**
	 * What is done with a connection.
	 */
	enum Decision {

		/** Let it in. */
		ACCEPT,

		/** Close it with a reset, which costs the least. */
		RESET

	}

}
