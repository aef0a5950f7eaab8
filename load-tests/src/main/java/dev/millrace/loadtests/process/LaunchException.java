package dev.millrace.loadtests.process;

import org.jspecify.annotations.Nullable;

/**
 * A process could not be started, or did not do what was waited for: a fault of the
 * environment, which says nothing about the speed of the server.
 */
public class LaunchException extends RuntimeException {

	/**
	 * Creates an exception.
	 * @param message what happened
	 */
	public LaunchException(String message) {
		this(message, null);
	}

	/**
	 * Creates an exception with a cause.
	 * @param message what happened
	 * @param cause the reason
	 */
	public LaunchException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
