package dev.millrace.exchange.foreign;

/**
 * The handlers of others in the pipeline of a connection or stream, and what Millrace
 * must not do so that each of them sees every request and answer. Confined to the event
 * loop.
 */
public interface HandlerLayout {

	/** A pipeline without handlers of others. */
	HandlerLayout FREE = new HandlerLayout() {
	};

	/**
	 * Whether answers may be written as bytes past the encoder: no handler on the way out
	 * waits for HTTP objects.
	 */
	default boolean allowsBytes() {
		return true;
	}

	/**
	 * Whether requests may be answered without WebFlux: no handler stands on the way to
	 * it that would miss them.
	 */
	default boolean allowsAnswers() {
		return true;
	}

	/**
	 * Whether the end of a request that was passed on is passed on too after the answer
	 * is complete, when Reactor Netty itself has no use for it.
	 */
	default boolean wantsEnds() {
		return false;
	}

}
