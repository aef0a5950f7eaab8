package dev.millrace.hot.blocking;

import java.util.concurrent.RejectedExecutionException;

/**
 * Thrown when no thread is left for a blocking handler. Thrown for Millrace's own
 * executor only: the exception of an executor of the application counts as one of the
 * handler.
 */
public final class NoThreadException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	NoThreadException(RejectedExecutionException cause) {
		super(cause);
	}

}
