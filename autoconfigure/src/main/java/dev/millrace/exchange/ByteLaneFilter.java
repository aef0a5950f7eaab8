package dev.millrace.exchange;

/**
 * A filter that can let requests pass by their bytes, so that the hot routes behind it
 * are answered without an exchange. It is asked once for each request to a constant route
 * that is read on the byte lane, also for those of a batch that are the same byte for
 * byte, before anything of the request is counted.
 *
 * <p>
 * A request that it does not let pass becomes an exchange, and
 * {@link #onRequest(Exchange)} decides. So does every other request: one that is not
 * plain, or is for another route, or is watched by a filter that must see an exchange. A
 * request that it let pass and that becomes an exchange because of a later filter is not
 * asked about again: no other method of this filter is called for it, {@code onEnd}
 * included.
 *
 * <p>
 * There is no end on the byte lane. So only what needs no giving back may be taken here:
 * a permit of a rate, but not of a concurrency. A filter that names a need beyond
 * {@link Need#ADDRESS} and {@link Need#HEAD} must see an exchange, and is not asked.
 */
public interface ByteLaneFilter extends ExchangeFilter {

	/**
	 * Tells whether a request may pass. Called on the event loop of the request: it must
	 * not block. What it throws counts as {@code false}.
	 * @param request the request; not to be kept, for the next one is shown by the same
	 * object
	 * @return {@code true} if it passes, and what that takes is taken; {@code false} if
	 * nothing happened and {@link #onRequest(Exchange)} is to decide
	 */
	boolean passes(ByteLaneView request);

}
