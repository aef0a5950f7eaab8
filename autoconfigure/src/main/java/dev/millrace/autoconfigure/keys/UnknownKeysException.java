package dev.millrace.autoconfigure.keys;

import java.util.List;

/**
 * Thrown at the start if there are properties that nothing binds and the setting asks for
 * a failure.
 */
class UnknownKeysException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	UnknownKeysException(List<String> lines) {
		super("Nothing reads these configuration properties:\n\n    " + String.join("\n    ", lines));
	}

}
