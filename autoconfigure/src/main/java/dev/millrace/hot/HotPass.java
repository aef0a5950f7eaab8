package dev.millrace.hot;

/**
 * Thrown by the handler of a controller's method before it calls that method, when
 * WebFlux knows better how to answer: a value that cannot be converted, a body of another
 * type, an {@code Accept} header that asks for a choice.
 */
final class HotPass extends RuntimeException {

	@SuppressWarnings("StaticAssignmentOfThrowable")
	static final HotPass TO_WEBFLUX = new HotPass();

	private static final long serialVersionUID = 1L;

	private HotPass() {
		super(null, null, false, false);
	}

}
