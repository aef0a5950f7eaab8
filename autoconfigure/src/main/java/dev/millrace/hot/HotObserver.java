package dev.millrace.hot;

import dev.millrace.exchange.Exchange;
import dev.millrace.hot.timing.HotRequestEnd;
import org.jspecify.annotations.Nullable;
import reactor.util.context.Context;

/**
 * Observes hot requests one by one, for tracing. Called on event loops.
 */
@FunctionalInterface
public interface HotObserver {

	/** Observes nothing. */
	HotObserver NONE = new HotObserver() {

		@Override
		public @Nullable Observed begin(Exchange exchange, HotRoute route) {
			return null;
		}

		@Override
		public boolean observes(HotRoute route) {
			return false;
		}

	};

	/**
	 * Begins to observe a request whose route was found.
	 * @param exchange the exchange
	 * @param route its route
	 * @return the observation, or {@code null} if this request is not observed
	 */
	@Nullable Observed begin(Exchange exchange, HotRoute route);

	/**
	 * Tells whether {@link #begin} is to be called for the requests to a route.
	 * @param route the route
	 * @return true unless overridden
	 */
	default boolean observes(HotRoute route) {
		return true;
	}

	/**
	 * An observation in progress. It records the duration of its request itself.
	 */
	interface Observed {

		/**
		 * Makes the observation the current one of this thread.
		 * @return closing it restores the previous one
		 */
		Scope open();

		/**
		 * Makes the observation that of a reactive chain.
		 * @param context context of the chain
		 * @return the same with the observation
		 */
		Context addTo(Context context);

		/**
		 * Called when the request was passed on to WebFlux, which observes it itself.
		 */
		void passed();

		/**
		 * Called when the request has ended.
		 * @param end how it ended
		 */
		void end(HotRequestEnd end);

	}

	/**
	 * The time during which an observation is the current one.
	 */
	@FunctionalInterface
	interface Scope extends AutoCloseable {

		@Override
		void close();

	}

}
