package dev.millrace.connection.accept;

/**
 * What is done with a connection that comes when the server is full.
 */
public enum WhenFull {

	/** It waits in the queue of the kernel until another one ends. */
	PAUSE,

	/** It is answered with 503; with TLS it is closed before the handshake. */
	REJECT,

	/** It is reset, which costs the least. */
	CLOSE

}
