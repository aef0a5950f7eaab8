package dev.millrace.hot.blocking;

import java.util.concurrent.RejectedExecutionException;

/**
 * No thread is left for a handler that blocks. An executor of the application that
 * refuses work is another matter: its exception is one of the handler.
 */
public final class NoThreadException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	NoThreadException(RejectedExecutionException cause) {
		super(cause);
	}

}
