package dev.millrace.autoconfigure.keys;

import java.util.List;

/**
 * Properties that nothing binds, where the application must not start with such.
 */
class UnknownKeysException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	UnknownKeysException(List<String> lines) {
		super("Nothing reads these configuration properties:\n\n    " + String.join("\n    ", lines));
	}

}
