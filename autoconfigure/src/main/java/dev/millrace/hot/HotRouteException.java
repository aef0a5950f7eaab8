package dev.millrace.hot;

/**
 * Thrown for a hot route that is not valid or not allowed. The start of the application
 * ends with a report that says what is wrong, where, and what to do.
 */
public class HotRouteException extends IllegalArgumentException {

	private static final long serialVersionUID = 1L;

	private final String action;

	/**
	 * Creates an exception.
	 * @param message what is wrong
	 * @param action what to do
	 */
	public HotRouteException(String message, String action) {
		super(message);
		this.action = action;
	}

	/**
	 * Says what to do.
	 * @return one or two sentences
	 */
	public String action() {
		return this.action;
	}

}
