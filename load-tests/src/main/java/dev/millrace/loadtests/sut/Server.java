package dev.millrace.loadtests.sut;

import java.net.URI;
import java.util.OptionalLong;

import dev.millrace.loadtests.process.LaunchException;

/**
 * A server that runs, in a process or in a container, and ends when it is closed.
 */
public interface Server extends AutoCloseable {

	/**
	 * Return where the server listens.
	 * @return the URL, without a path
	 */
	URI baseUrl();

	/**
	 * Return the process id of the server.
	 * @return the process id, absent if it is not a process of this machine
	 */
	OptionalLong pid();

	/**
	 * Return whether the server still runs.
	 * @return whether it does
	 */
	boolean isAlive();

	/**
	 * Return a failure that shows the end of the server's log.
	 * @param what what happened
	 * @return the exception to throw
	 */
	LaunchException failure(String what);

	@Override
	void close();

}
