package dev.millrace.transport;

import java.util.Locale;

/**
 * The way in which event loops wait for and do I/O.
 */
public enum TransportType {

	/** The best that the machine has: epoll, else kqueue, else NIO; never io_uring. */
	AUTO,

	/** Linux epoll through Netty's native library. */
	EPOLL,

	/** Linux io_uring through Netty's native library. */
	IO_URING,

	/** The kqueue of macOS and the BSDs through Netty's native library. */
	KQUEUE,

	/** The selector of the JDK, which every machine has. */
	NIO;

	/**
	 * Returns the name to write in a property.
	 * @return the name, such as {@code io-uring}
	 */
	public String id() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

}
