package dev.millrace.hot.timing;

/**
 * A checked exception that a handler of a hot route threw.
 */
public final class HotHandlerException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates an exception.
	 * @param route the route
	 * @param cause what its handler threw
	 */
	public HotHandlerException(String route, Throwable cause) {
		super("Hot route " + route + " failed", cause);
	}

}
