package dev.millrace.hot;

/**
 * A request that a hot route cannot serve as it was sent.
 */
public class HotRequestException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final int status;

	/**
	 * Creates an exception.
	 * @param status status code to answer with, 400 to 499
	 * @param message what is wrong, told to the client
	 */
	public HotRequestException(int status, String message) {
		super(message, null, false, false);
		if (status < 400 || status > 499) {
			throw new IllegalArgumentException("status: " + status + " (expected: 400 to 499)");
		}
		this.status = status;
	}

	/**
	 * Returns the status code to answer with.
	 * @return the code
	 */
	public int status() {
		return this.status;
	}

}
