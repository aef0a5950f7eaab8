package dev.millrace.hot;

/**
 * Thrown by the handler of a controller's method before it calls that method, when only
 * WebFlux can give the right answer: for a value that cannot be converted, a body of
 * another type, an {@code Accept} header that asks for a choice. Internal: handlers of
 * other routes must not throw it, since WebFlux would call them once more.
 */
public final class LeaveToWebFlux extends RuntimeException {

	/** The one exception, without a stack trace. */
	@SuppressWarnings("StaticAssignmentOfThrowable")
	public static final LeaveToWebFlux TO_WEBFLUX = new LeaveToWebFlux();

	private static final long serialVersionUID = 1L;

	private LeaveToWebFlux() {
		super(null, null, false, false);
	}

}
