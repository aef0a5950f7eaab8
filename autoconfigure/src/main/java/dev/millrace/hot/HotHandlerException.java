package dev.millrace.hot;

/**
 * A checked exception that a handler of a hot route threw.
 */
final class HotHandlerException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	HotHandlerException(HotRoute route, Throwable cause) {
		super("Hot route " + route + " failed", cause);
	}

}
