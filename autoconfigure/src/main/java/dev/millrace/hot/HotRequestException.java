package dev.millrace.hot;

import org.springframework.http.HttpStatusCode;
import org.springframework.web.server.ResponseStatusException;

/**
 * A request that a hot route cannot serve as it was sent. WebFlux, too, answers with its
 * status where a controller's method throws it.
 */
public class HotRequestException extends ResponseStatusException {

	private static final long serialVersionUID = 1L;

	private final String message;

	/**
	 * Creates an exception.
	 * @param status status code to answer with, 400 to 499
	 * @param message what is wrong, told to the client
	 */
	public HotRequestException(int status, String message) {
		super(checked(status), message);
		this.message = message;
	}

	private static HttpStatusCode checked(int status) {
		if (status < 400 || status > 499) {
			throw new IllegalArgumentException("status: " + status + " (expected: 400 to 499)");
		}
		return HttpStatusCode.valueOf(status);
	}

	/**
	 * Returns the status code to answer with.
	 * @return the code
	 */
	public int status() {
		return getStatusCode().value();
	}

	@Override
	public String getMessage() {
		return this.message;
	}

	/**
	 * Makes no stack trace: it would cost more than the answer, and the error is the
	 * client's.
	 */
	@Override
	@SuppressWarnings("UnsynchronizedOverridesSynchronized") // it changes nothing
	public Throwable fillInStackTrace() {
		return this;
	}

}
