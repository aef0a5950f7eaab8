package dev.millrace.hot;

/**
 * Answers a hot route at once. Called on an event loop: it must not block, and the
 * request is valid only during the call.
 */
@FunctionalInterface
public interface HotHandler {

	/**
	 * Answers a request.
	 * @param request the request
	 * @return the answer
	 * @throws Exception anything, which is answered as the application's
	 * {@code ExchangeErrorHandler} says, by default with 500
	 */
	HotResponse handle(HotRequest request) throws Exception;

}
